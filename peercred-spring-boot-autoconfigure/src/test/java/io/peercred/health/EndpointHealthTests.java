package io.peercred.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.peercred.autoconfigure.PeercredHealthAutoConfiguration;
import io.peercred.integration.PeercredInboundGateway;
import io.peercred.testing.Applications;
import io.peercred.testing.Directories;
import io.peercred.testing.Echo;
import io.peercred.testing.Peer;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** What the health endpoint says of endpoints that work, and of such as somebody has broken. */
@Timeout(60)
class EndpointHealthTests {

    @TempDir
    Path directory;

    private Path socket;

    @BeforeEach
    void path() {
        this.socket = this.directory.resolve("clock.sock");
    }

    private ApplicationContextRunner application() {
        return Applications.clock(this.socket)
                .withConfiguration(AutoConfigurations.of(PeercredHealthAutoConfiguration.class))
                .withBean(Echo.class);
    }

    private static Health of(ApplicationContext context, String direction, String name) {
        CompositeHealthContributor all = context.getBean(CompositeHealthContributor.class);
        CompositeHealthContributor endpoints = (CompositeHealthContributor) all.getContributor(direction);
        return ((HealthIndicator) endpoints.getContributor(name)).health();
    }

    private static void assertDown(Health health, String reason) {
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails().get("reason")).asString().contains(reason);
    }

    @Test
    void endpointsThatWorkAreUpAndSayWhereAndWho() {
        application().run(context -> {
            Health inbound = of(context, "inbound", "clock");
            assertThat(inbound.getStatus()).isEqualTo(Status.UP);
            assertThat(inbound.getDetails())
                    .containsEntry("path", this.socket.toString())
                    .hasEntrySatisfying(
                            "expects", words -> assertThat(words).asString().startsWith("uid "));
            Health outbound = of(context, "outbound", "clock");
            assertThat(outbound.getStatus()).isEqualTo(Status.UP);
            assertThat(outbound.getDetails())
                    .containsEntry("path", this.socket.toString())
                    .hasEntrySatisfying("peer", words -> assertThat(words)
                            .asString()
                            .endsWith("pid " + ProcessHandle.current().pid()));
        });
    }

    @Test
    void lookingSendsNothingAndLeavesNothing() {
        application().run(context -> {
            for (int i = 0; i < 300; i++) {
                assertThat(of(context, "outbound", "clock").getStatus()).isEqualTo(Status.UP);
            }
            assertThat(context.getBean(PeercredInboundGateway.class).counters().requests())
                    .isZero();
            assertThat(context.getBean(Echo.class).heard).isEmpty();
        });
    }

    @Test
    void aSocketFileThatSomebodyDeletedIsDown(Warnings warnings) {
        warnings.allow("there is no such socket");
        application().run(context -> {
            Files.delete(this.socket);
            assertDown(of(context, "inbound", "clock"), "somebody deleted the socket's file");
            assertThat(of(context, "outbound", "clock").getStatus()).isEqualTo(Status.DOWN);
        });
    }

    @Test
    void aSocketFileThatSomebodyReplacedIsDownThoughAServerAnswersThere() {
        application().run(context -> {
            Files.delete(this.socket);
            try (Peer other = Peer.python("s = listen(argv[0]); say('listening'); hear()", this.socket)) {
                assertThat(other.line()).isEqualTo("listening");
                assertDown(of(context, "inbound", "clock"), "replaced the socket's file: there is a socket of ");
            }
            Files.delete(this.socket);
            Files.writeString(this.socket, "");
            assertDown(of(context, "inbound", "clock"), "there is a regular file of ");
        });
    }

    @Test
    void anEndpointThatWasStoppedOrNotStartedIsDown(Warnings warnings) {
        warnings.allow("there is no such socket");
        application()
                .withPropertyValues("peercred.inbound.clock.auto-startup=false")
                .run(context -> {
                    assertDown(of(context, "inbound", "clock"), "it has not been started");
                    PeercredInboundGateway gateway = context.getBean(PeercredInboundGateway.class);
                    gateway.start();
                    assertThat(of(context, "inbound", "clock").getStatus()).isEqualTo(Status.UP);
                    gateway.stop();
                    assertDown(of(context, "inbound", "clock"), "it has stopped");
                    assertThat(of(context, "outbound", "clock").getDetails().get("error"))
                            .asString()
                            .contains("there is no such socket");
                });
    }

    @Test
    void aServerThatIsNotExpectedIsDownAndNamed(Warnings warnings) throws IOException {
        warnings.allow("is not expected");
        Path path = Directories.open(this.directory).resolve("other.sock");
        try (Peer impostor = Peer.pythonAs(1001, "s = listen(argv[0], 100); say('listening'); hear()", path)) {
            assertThat(impostor.line()).isEqualTo("listening");
            Applications.runner()
                    .withConfiguration(AutoConfigurations.of(PeercredHealthAutoConfiguration.class))
                    .withPropertyValues("peercred.expected-uid=self", "peercred.outbound.other.path=" + path)
                    .run(context -> {
                        Health health = of(context, "outbound", "other");
                        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                        Map<String, Object> details = health.getDetails();
                        assertThat(details.get("peer")).asString().startsWith("uid 1001");
                        assertThat(details.get("error")).asString().contains("the peer's user is not expected");
                    });
        }
    }
}
