package io.peercred.actuate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.peercred.autoconfigure.PeercredAutoConfiguration;
import io.peercred.autoconfigure.PeercredEndpointAutoConfiguration;
import io.peercred.platform.NativeSupport;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Directories;
import io.peercred.testing.Echo;
import io.peercred.testing.Peer;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** What an operator sees of the endpoint {@code peercred}: the JSON of a real web server, and the MBean. */
@Timeout(120)
class EndpointOverHttpTests {

    private static final long SELF = NativeSupport.effectiveUid();

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    private Path socket;

    @BeforeEach
    void open() {
        this.socket = Directories.open(this.directory).resolve("clock.sock");
    }

    private WebApplicationContextRunner application(String... properties) {
        return new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
                .withInitializer(
                        context -> context.getEnvironment().setConversionService(new ApplicationConversionService()))
                .withConfiguration(AutoConfigurations.of(
                        TomcatServletWebServerAutoConfiguration.class,
                        DispatcherServletAutoConfiguration.class,
                        WebMvcAutoConfiguration.class,
                        HttpMessageConvertersAutoConfiguration.class,
                        JacksonAutoConfiguration.class,
                        JmxAutoConfiguration.class,
                        EndpointAutoConfiguration.class,
                        WebEndpointAutoConfiguration.class,
                        JmxEndpointAutoConfiguration.class,
                        JacksonEndpointAutoConfiguration.class,
                        ManagementContextAutoConfiguration.class,
                        IntegrationAutoConfiguration.class,
                        PeercredAutoConfiguration.class,
                        PeercredEndpointAutoConfiguration.class))
                .withBean(Echo.class)
                .withPropertyValues(
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "management.endpoints.web.exposure.include=peercred",
                        "peercred.expected-uid=self",
                        "peercred.inbound.clock.path=" + this.socket,
                        "peercred.inbound.clock.file-mode=0666",
                        "peercred.outbound.clock.path=" + this.socket)
                .withPropertyValues(properties);
    }

    private HttpResponse<String> send(AssertableWebApplicationContext context, String method, String path) {
        int port = ((AnnotationConfigServletWebServerApplicationContext) context.getSourceApplicationContext())
                .getWebServer()
                .getPort();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator" + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return this.client.send(request, BodyHandlers.ofString());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    private JsonNode get(AssertableWebApplicationContext context, String path) {
        HttpResponse<String> response = send(context, "GET", path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonMapper().readTree(response.body());
    }

    private static String ask(AssertableWebApplicationContext context) {
        return context.getBean(VerifiedSocketTemplate.class).convertSendAndReceive("clock", "utc", String.class);
    }

    @Test
    void eachEndpointSaysWhatItDoesAndWhoIsConnected() {
        Instant before = Instant.now();
        application().run(context -> {
            assertThat(ask(context)).isEqualTo("utc");
            assertThat(ask(context)).isEqualTo("utc");
            Awaitility.await("what the last reply had to count")
                    .until(() -> get(context, "/peercred/inbound/clock")
                                    .at("/connections/open/0/bytesSent")
                                    .longValue()
                            == 14);
            JsonNode all = get(context, "/peercred");
            assertThat(all.propertyNames()).containsExactly("endpoints", "refusals");
            assertThat(all.get("refusals")).isEmpty();
            assertThat(all.get("endpoints")).hasSize(2);

            JsonNode inbound = all.at("/endpoints/0");
            assertThat(inbound.propertyNames())
                    .containsExactly(
                            "name",
                            "direction",
                            "path",
                            "expects",
                            "state",
                            "counts",
                            "refusedByReason",
                            "connections");
            assertThat(inbound.get("name").stringValue()).isEqualTo("clock");
            assertThat(inbound.get("direction").stringValue()).isEqualTo("inbound");
            assertThat(inbound.get("path").stringValue()).isEqualTo(this.socket.toString());
            assertThat(inbound.get("expects").stringValue()).startsWith("uid " + SELF);
            assertThat(inbound.get("state").stringValue()).isEqualTo("listening");
            assertThat(inbound.get("counts").propertyNames())
                    .containsExactly(
                            "accepted",
                            "refused",
                            "overLimit",
                            "requests",
                            "badFrames",
                            "timeouts",
                            "handlerFailures",
                            "denied",
                            "acceptFailures");
            assertThat(inbound.at("/counts/accepted").longValue()).isEqualTo(1);
            assertThat(inbound.at("/counts/requests").longValue()).isEqualTo(2);
            assertThat(inbound.at("/connections/total").intValue()).isEqualTo(1);
            JsonNode connection = inbound.at("/connections/open/0");
            assertThat(connection.propertyNames())
                    .containsExactly("id", "peer", "since", "exchanges", "bytesReceived", "bytesSent");
            assertThat(connection.at("/peer/uid").longValue()).isEqualTo(SELF);
            assertThat(connection.at("/peer/pid").longValue())
                    .isEqualTo(ProcessHandle.current().pid());
            if (SELF == 0) {
                assertThat(connection.at("/peer/user").stringValue()).isEqualTo("root");
                assertThat(connection.at("/peer/group").stringValue()).isEqualTo("root");
            }
            assertThat(Instant.parse(connection.get("since").stringValue()))
                    .isBetween(before.minusMillis(1), Instant.now());
            assertThat(connection.get("exchanges").longValue()).isEqualTo(2);
            assertThat(connection.get("bytesReceived").longValue()).isEqualTo(14);

            JsonNode outbound = all.at("/endpoints/1");
            assertThat(outbound.propertyNames())
                    .containsExactly(
                            "name", "direction", "path", "expects", "counts", "refusedByReason", "pool", "connections");
            assertThat(outbound.at("/counts/opened").longValue()).isEqualTo(1);
            assertThat(outbound.at("/pool/idle").intValue()).isEqualTo(1);
            assertThat(outbound.at("/pool/max").intValue()).isEqualTo(16);
            assertThat(outbound.at("/connections/open/0/exchanges").longValue()).isEqualTo(2);
            assertThat(get(context, "/peercred/outbound/clock")).isEqualTo(outbound);
            for (String none : List.of("/inbound/nobody", "/outbound/nobody", "/sideways/clock")) {
                assertThat(send(context, "GET", "/peercred" + none).statusCode())
                        .isEqualTo(404);
            }
        });
    }

    @Test
    void whoWasRefusedIsNamedAndCounted(Warnings warnings) {
        warnings.allow("Rejected the peer");
        application().run(context -> {
            try (Peer stranger = Peer.pythonAs(1001, """
                    for i in range(3):
                        s = connect(argv[0]); say(outcome(lambda: s.recv(1)))
                    """, this.socket)) {
                stranger.exitCode();
                Awaitility.await("three refusals")
                        .until(() -> get(context, "/peercred")
                                        .at("/refusals/0/times")
                                        .longValue()
                                == 3);
                JsonNode all = get(context, "/peercred");
                assertThat(all.get("refusals")).hasSize(1);
                JsonNode refusal = all.at("/refusals/0");
                assertThat(refusal.propertyNames())
                        .containsExactly("time", "times", "endpoint", "direction", "peer", "reason", "message");
                assertThat(Instant.parse(refusal.get("time").stringValue())).isBefore(Instant.now());
                assertThat(refusal.get("endpoint").stringValue()).isEqualTo("clock");
                assertThat(refusal.get("direction").stringValue()).isEqualTo("inbound");
                assertThat(refusal.get("reason").stringValue()).isEqualTo("UID_NOT_EXPECTED");
                assertThat(refusal.at("/peer/uid").longValue()).isEqualTo(1001);
                assertThat(refusal.at("/peer/pid").longValue()).isEqualTo(stranger.pid());
                assertThat(refusal.get("message").stringValue()).contains("actual uid 1001");
                assertThat(all.at("/endpoints/0/refusedByReason/UID_NOT_EXPECTED")
                                .longValue())
                        .isEqualTo(3);
            }
        });
    }

    @Test
    void aConnectionIsClosedByItsIdAndOnce() {
        application().run(context -> {
            try (Peer peer = Peer.python("""
                    s = connect(argv[0]); send_frame(s, b'x'); read_frame(s); say('connected')
                    say('end:' + str(outcome(lambda: s.recv(1))))
                    """, this.socket)) {
                assertThat(peer.line()).isEqualTo("connected");
                String id = get(context, "/peercred/inbound/clock")
                        .at("/connections/open/0/id")
                        .stringValue();
                HttpResponse<String> closed = send(context, "DELETE", "/peercred/" + id);
                assertThat(closed.statusCode()).isEqualTo(204);
                assertThat(closed.body()).isEmpty();
                assertThat(peer.line()).isEqualTo("end:b''");
                Awaitility.await("its end")
                        .until(() -> send(context, "DELETE", "/peercred/" + id).statusCode() == 404);
            }
            ask(context);
            String kept = get(context, "/peercred/outbound/clock")
                    .at("/connections/open/0/id")
                    .stringValue();
            assertThat(send(context, "DELETE", "/peercred/" + kept).statusCode())
                    .isEqualTo(204);
            assertThat(send(context, "DELETE", "/peercred/nobody").statusCode()).isEqualTo(404);
            assertThat(ask(context)).isEqualTo("utc");
        });
    }

    @Test
    void whoMayOnlyReadClosesNothing() {
        application("management.endpoint.peercred.access=read-only").run(context -> {
            ask(context);
            String id = get(context, "/peercred/inbound/clock")
                    .at("/connections/open/0/id")
                    .stringValue();
            assertThat(send(context, "DELETE", "/peercred/" + id).statusCode()).isIn(404, 405);
            assertThat(get(context, "/peercred/inbound/clock")
                            .at("/connections/total")
                            .intValue())
                    .isEqualTo(1);
        });
    }

    @Test
    void unlessItIsExposedThereIsNothing() {
        application("management.endpoints.web.exposure.include=health").run(context -> {
            assertThat(context).doesNotHaveBean(PeercredEndpoint.class);
            assertThat(send(context, "GET", "/peercred").statusCode()).isEqualTo(404);
        });
    }

    @Test
    void aUserIsExplained() {
        application().run(context -> {
            JsonNode explanation = get(context, "/peercred/inbound/clock?uid=1001&gid=1001,2001")
                    .get("explanation");
            assertThat(explanation.propertyNames())
                    .containsExactly("uid", "gids", "verdict", "summary", "steps", "mend");
            assertThat(explanation.get("uid").longValue()).isEqualTo(1001);
            assertThat(explanation.get("gids")).hasSize(2);
            assertThat(explanation.get("verdict").stringValue()).isEqualTo("does not reach");
            assertThat(explanation.at("/steps/0/what").stringValue()).isEqualTo("directory /");
            assertThat(explanation.at("/steps/0/outcome").stringValue()).isEqualTo("ok");
            assertThat(explanation.at("/steps/0/reason").stringValue()).startsWith("the user may search it");
            assertThat(explanation.get("mend")).anySatisfy(remedy -> {
                assertThat(remedy.propertyNames()).containsExactly("place", "lines");
                assertThat(remedy.at("/lines/0").stringValue())
                        .startsWith("peercred.inbound.clock.expected-uid=")
                        .contains("1001");
            });
            assertThat(get(context, "/peercred/inbound/clock?uid=" + SELF)
                            .at("/explanation/verdict")
                            .stringValue())
                    .isEqualTo("reaches");
            assertThat(get(context, "/peercred/outbound/clock?uid=" + SELF)
                            .at("/explanation/verdict")
                            .stringValue())
                    .isEqualTo("reaches");
            for (String wrong :
                    List.of("uid=bob", "uid=-1", "uid=4294967295", "uid=1&gid=x", "gid=1", "uid=1&gid=4294967295")) {
                assertThat(send(context, "GET", "/peercred/inbound/clock?" + wrong)
                                .statusCode())
                        .as(wrong)
                        .isEqualTo(400);
            }
        });
    }

    @Test
    void jmxHasTheSameOperations() {
        application(
                        "spring.jmx.enabled=true",
                        "management.endpoints.jmx.exposure.include=peercred",
                        "management.endpoints.jmx.domain=io.peercred.test")
                .run(context -> {
                    ask(context);
                    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
                    Set<ObjectName> names = server.queryNames(new ObjectName("io.peercred.test:*"), null);
                    assertThat(names).hasSize(1);
                    ObjectName name = names.iterator().next();
                    assertThat(name.getKeyProperty("name")).isEqualTo("Peercred");
                    MBeanInfo info = server.getMBeanInfo(name);
                    assertThat(Arrays.stream(info.getOperations()).map(each -> each.getName()))
                            .containsExactlyInAnyOrder("endpoints", "endpoint", "closeConnection");
                    Object all = server.invoke(name, "endpoints", new Object[0], new String[0]);
                    assertThat(all).isInstanceOf(Map.class).asString().contains("name=clock", "listening");
                    Object one = server.invoke(
                            name, "endpoint", new Object[] {"inbound", "clock", SELF, null}, new String[] {
                                String.class.getName(), String.class.getName(), Long.class.getName(), "[J"
                            });
                    assertThat(one).asString().contains("verdict=reaches");
                    assertThat(server.invoke(name, "closeConnection", new Object[] {"nobody"}, new String[] {
                                String.class.getName()
                            }))
                            .hasToString("{id=nobody, closed=false}");
                });
    }
}
