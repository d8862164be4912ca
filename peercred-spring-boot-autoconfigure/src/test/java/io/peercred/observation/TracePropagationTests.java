package io.peercred.observation;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.integration.annotation.ServiceActivator;

import io.peercred.autoconfigure.PeercredObservationAutoConfiguration;
import io.peercred.integration.PeercredInboundGateway;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Traces over the socket, between two applications with Boot's tracing, and with clients in Python. */
@Timeout(60)
class TracePropagationTests {

    /** Which of them depends on whether the server had read everything. */
    private static final String CLOSED = "EOFError|ConnectionResetError";

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @TempDir
    Path directory;

    private final Spans serverSpans = new Spans();
    private final Spans clientSpans = new Spans();
    private final Handler handler = new Handler();

    private Path socket() {
        return this.directory.resolve("clock.sock");
    }

    private static ApplicationContextRunner traced(Spans spans, String... properties) {
        return Applications.runner()
                .withConfiguration(AutoConfigurations.of(
                        ObservationAutoConfiguration.class,
                        MicrometerTracingAutoConfiguration.class,
                        BraveAutoConfiguration.class,
                        PeercredObservationAutoConfiguration.class))
                .withBean(SpanHandler.class, () -> spans)
                .withPropertyValues("peercred.expected-uid=self", "management.tracing.sampling.probability=1")
                .withPropertyValues(properties);
    }

    private ApplicationContextRunner server(String... properties) {
        return traced(this.serverSpans, "peercred.inbound.clock.path=" + socket())
                .withBean(Handler.class, () -> this.handler)
                .withPropertyValues(properties);
    }

    private ApplicationContextRunner client(String... properties) {
        return traced(this.clientSpans, "peercred.outbound.clock.path=" + socket())
                .withPropertyValues(properties);
    }

    @Test
    void oneTraceSpansBothApplicationsAndTheHandlersLog() {
        server("peercred.inbound.clock.trace-propagation=true").run(server -> client(
                        "peercred.outbound.clock.trace-propagation=true")
                .run(client -> {
                    VerifiedSocketTemplate template = client.getBean(VerifiedSocketTemplate.class);
                    assertThat(template.convertSendAndReceive("clock", "utc?", String.class))
                            .isEqualTo("utc?");
                    assertThat(template.convertSendAndReceive("clock", "again?", String.class))
                            .isEqualTo("again?");
                    assertThat(this.clientSpans.all).hasSize(2);
                    for (int i = 0; i < 2; i++) {
                        MutableSpan sent = this.clientSpans.all.get(i);
                        MutableSpan received = this.serverSpans.all.get(i);
                        assertThat(received.traceId()).isEqualTo(sent.traceId());
                        assertThat(received.parentId()).isEqualTo(sent.id());
                        assertThat(this.handler.traces.get(i)).isEqualTo(sent.traceId());
                        assertThat(sent.name()).isEqualTo("peercred send clock");
                        assertThat(sent.kind()).isEqualTo(brave.Span.Kind.CLIENT);
                        assertThat(received.kind()).isEqualTo(brave.Span.Kind.SERVER);
                        assertThat(received.tag("peer.pid"))
                                .isEqualTo(Long.toString(ProcessHandle.current().pid()));
                    }
                    assertThat(this.clientSpans.all.get(0).traceId())
                            .isNotEqualTo(this.clientSpans.all.get(1).traceId());
                }));
    }

    @Test
    void unlessBothSidesAskForItEachHasATraceOfItsOwn() {
        server("peercred.inbound.clock.trace-propagation=true").run(server -> client().run(client -> {
            VerifiedSocketTemplate template = client.getBean(VerifiedSocketTemplate.class);
            assertThat(template.convertSendAndReceive("clock", "utc?", String.class))
                    .isEqualTo("utc?");
            assertThat(this.serverSpans.all.get(0).traceId())
                    .isNotEqualTo(this.clientSpans.all.get(0).traceId());
        }));
    }

    @Test
    void aServerThatWasNotToldOfHeadsTakesThemForBadFrames() {
        server().run(server -> client("peercred.trace-propagation=true").run(client -> {
            VerifiedSocketTemplate template = client.getBean(VerifiedSocketTemplate.class);
            assertThatThrownBy(() -> template.convertSendAndReceive("clock", "utc?", String.class))
                    .hasMessageContaining("closed the connection");
            Awaitility.await().until(() -> badFrames(server.getBean(PeercredInboundGateway.class)) == 1);
            assertThat(this.handler.heard).isEmpty();
        }));
    }

    @Test
    void messagesThatAreJudgedOneByOneCarryTheirHeadToo() {
        server("peercred.inbound.clock.trace-propagation=true", "peercred.inbound.clock.credentials=message")
                .run(server -> client("peercred.trace-propagation=true").run(client -> {
                    VerifiedSocketTemplate template = client.getBean(VerifiedSocketTemplate.class);
                    assertThat(template.convertSendAndReceive("clock", "utc?", String.class))
                            .isEqualTo("utc?");
                    assertThat(this.serverSpans.all.get(0).traceId())
                            .isEqualTo(this.clientSpans.all.get(0).traceId());
                }));
    }

    /** Runs a Python client of an endpoint that takes heads. */
    private void withPythonClient(String script, String answer, int badFrames, int heard, String... properties) {
        String prelude = """
                def send_head(s, json):
                    s.sendall(struct.pack('>I', len(json) | 1 << 31) + json)
                s = connect(argv[0])
                """;
        server("peercred.inbound.clock.trace-propagation=true")
                .withPropertyValues(properties)
                .run(server -> {
                    try (Peer client = Peer.python(
                            prelude + script + "\nsay(outcome(lambda: read_frame(s).decode())); hear()", socket())) {
                        assertThat(client.line()).matches(answer);
                        Awaitility.await()
                                .until(() -> badFrames(server.getBean(PeercredInboundGateway.class)) == badFrames);
                        assertThat(this.handler.heard).hasSize(heard);
                    }
                });
    }

    private static long badFrames(PeercredInboundGateway gateway) {
        return gateway.counters().badFrames();
    }

    @Test
    void aForeignClientsTraceGoesOn() {
        withPythonClient(
                "send_head(s, b'{\"traceparent\": \"00-" + TRACE + "-b7ad6b7169203331-01\"}'); send_frame(s, b'utc?')",
                "utc\\?",
                0,
                1);
        assertThat(this.serverSpans.all).extracting(MutableSpan::traceId).containsExactly(TRACE);
        assertThat(this.serverSpans.all).extracting(MutableSpan::parentId).containsExactly("b7ad6b7169203331");
    }

    @Test
    void aTraceThatNoPropagatorUnderstandsBeginsANewOne() {
        withPythonClient("send_head(s, b'{\"traceparent\": \"x\"}'); send_frame(s, b'utc?')", "utc\\?", 0, 1);
        assertThat(this.serverSpans.all).hasSize(1);
    }

    @Test
    void aRequestMayComeWithoutHead() {
        withPythonClient("send_frame(s, b'utc?')", "utc\\?", 0, 1);
    }

    @Test
    void garbageAheadOfARequestEndsTheConnectionBeforeTheHandler() {
        withPythonClient("send_head(s, b'[1]'); send_frame(s, b'utc?')", CLOSED, 1, 0);
    }

    @Test
    void twoHeadsEndTheConnectionBeforeTheHandler() {
        withPythonClient("send_head(s, b'{}'); send_head(s, b'{}')", CLOSED, 1, 0);
    }

    @Test
    void aHeadThatAnnouncesTooMuchEndsTheConnection() {
        withPythonClient("s.sendall(b'\\xff\\xff\\xff\\xff')", CLOSED, 1, 0);
    }

    @Test
    void aHeadWhoseRequestDoesNotComeInTimeEndsTheConnection() {
        withPythonClient("send_head(s, b'{}')", CLOSED, 0, 0, "peercred.inbound.clock.read-timeout=300ms");
    }

    static class Handler {

        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final List<String> traces = new CopyOnWriteArrayList<>();

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        String handle(String question) {
            this.heard.add(question);
            this.traces.add(String.valueOf(Map.copyOf(MDC.getCopyOfContextMap()).get("traceId")));
            return question;
        }
    }

    static class Spans extends SpanHandler {

        private final List<MutableSpan> all = new CopyOnWriteArrayList<>();

        @Override
        public boolean end(TraceContext context, MutableSpan span, Cause cause) {
            this.all.add(span);
            return true;
        }
    }
}
