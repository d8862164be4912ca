package io.peercred.metrics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.integration.annotation.ServiceActivator;

import io.peercred.autoconfigure.PeercredMetricsAutoConfiguration;
import io.peercred.autoconfigure.PeercredObservationAutoConfiguration;
import io.peercred.integration.PeercredInboundGateway;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Directories;
import io.peercred.testing.Echo;
import io.peercred.testing.Measured;
import io.peercred.testing.Peer;
import io.peercred.testing.TestClient;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What meters say after exchanges with real peers. */
@Timeout(60)
class EndpointMetersTests {

    @TempDir
    Path directory;

    private Path socket;

    @BeforeEach
    void path() throws IOException {
        this.socket = Directories.open(this.directory).resolve("clock.sock");
    }

    private ApplicationContextRunner application() {
        return Measured.in(Applications.clock(this.socket)).withBean(Echo.class);
    }

    private static double gauge(ApplicationContext context, String name) {
        return registry(context).get(name).tag("endpoint", "clock").gauge().value();
    }

    private static double count(ApplicationContext context, String name, String... tags) {
        return registry(context)
                .get(name)
                .tags(Tags.of(tags).and("endpoint", "clock"))
                .functionCounter()
                .count();
    }

    private static MeterRegistry registry(ApplicationContext context) {
        return context.getBean(MeterRegistry.class);
    }

    private static VerifiedSocketTemplate template(ApplicationContext context) {
        return context.getBean(VerifiedSocketTemplate.class);
    }

    @Test
    void connectionsAreCountedAndThoseThatAreOpenShow() {
        application().run(context -> {
            try (TestClient first = new TestClient(this.socket);
                    TestClient second = new TestClient(this.socket)) {
                first.ask("utc?");
                second.ask("utc?");
                assertThat(gauge(context, "peercred.server.connections.open")).isEqualTo(2);
            }
            Awaitility.await().until(() -> gauge(context, "peercred.server.connections.open") == 0);
            assertThat(count(context, "peercred.server.connections.accepted")).isEqualTo(2);
        });
    }

    @Test
    void aPeerThatIsRejectedCountsUnderItsReasonAndNoOther(Warnings warnings) {
        warnings.allow("is not expected");
        application()
                .withPropertyValues("peercred.inbound.clock.file-mode=0666")
                .run(context -> {
                    try (Peer peer = Peer.pythonAs(1001, "s = connect(argv[0]); say(len(s.recv(1)))", this.socket)) {
                        assertThat(peer.line()).isEqualTo("0");
                    }
                    assertThat(count(context, "peercred.server.connections.rejected", "reason", "uid-not-expected"))
                            .isEqualTo(1);
                    assertThat(registry(context)
                                    .get("peercred.server.connections.rejected")
                                    .functionCounters())
                            .hasSizeGreaterThan(10)
                            .extracting(counter -> counter.count())
                            .containsOnlyOnce(1.0);
                    assertThat(count(context, "peercred.server.connections.accepted"))
                            .isZero();
                });
    }

    @Test
    void connectionsBeyondTheCapAndFramesThatAreNoneCount() {
        application()
                .withPropertyValues("peercred.inbound.clock.max-connections=1")
                .run(context -> {
                    try (TestClient first = new TestClient(this.socket)) {
                        first.ask("utc?");
                        try (Peer second = Peer.python("s = connect(argv[0]); say(len(s.recv(1)))", this.socket)) {
                            assertThat(second.line()).isEqualTo("0");
                        }
                        assertThat(count(context, "peercred.server.connections.over.limit"))
                                .isEqualTo(1);
                    }
                    Awaitility.await().until(() -> gauge(context, "peercred.server.connections.open") == 0);
                    try (Peer peer = Peer.python(
                            "s = connect(argv[0]); s.sendall(b'\\xff\\xff\\xff\\xff'); say(len(s.recv(1)))",
                            this.socket)) {
                        assertThat(peer.line()).isEqualTo("0");
                    }
                    Awaitility.await().until(() -> count(context, "peercred.server.bad.frames") == 1);
                });
    }

    @Test
    void aPeerThatStopsInTheMiddleOfAFrameIsATimeout() {
        application()
                .withPropertyValues("peercred.inbound.clock.read-timeout=200ms")
                .run(context -> {
                    try (Peer peer =
                            Peer.python("s = connect(argv[0]); s.sendall(b'\\0'); say(len(s.recv(1)))", this.socket)) {
                        assertThat(peer.line()).isEqualTo("0");
                    }
                    Awaitility.await().until(() -> count(context, "peercred.server.timeouts") == 1);
                });
    }

    @Test
    void aServerThatIsNotExpectedCountsAtTheClient(Warnings warnings) {
        warnings.allow("is not expected");
        try (Peer impostor = Peer.pythonAs(1001, "s = listen(argv[0]); say('listening'); hear()", this.socket)) {
            assertThat(impostor.line()).isEqualTo("listening");
            Measured.in(Applications.runner())
                    .withPropertyValues("peercred.expected-uid=self", "peercred.outbound.clock.path=" + this.socket)
                    .run(context -> {
                        assertThat(catchThrowable(() -> template(context).convertAndSend("clock", "utc?")))
                                .isNotNull();
                        assertThat(count(context, "peercred.client.connections.rejected", "reason", "uid-not-expected"))
                                .isEqualTo(1);
                        assertThat(count(context, "peercred.client.connections.opened"))
                                .isZero();
                    });
        }
    }

    @Test
    void thePoolShowsWhoUsesAndWhoWaits() {
        Gate gate = new Gate();
        Measured.in(Applications.clock(this.socket))
                .withBean(Gate.class, () -> gate)
                .withPropertyValues("peercred.outbound.clock.pool.max-active=1")
                .run(context -> {
                    Thread first = new Thread(() -> template(context).convertSendAndReceive("one", String.class));
                    Thread second = new Thread(() -> template(context).convertSendAndReceive("two", String.class));
                    first.start();
                    second.start();
                    Awaitility.await()
                            .until(() -> gauge(context, "peercred.client.connections.active") == 1
                                    && gauge(context, "peercred.client.connections.pending") == 1);
                    gate.open.countDown();
                    first.join(20_000);
                    second.join(20_000);
                    assertThat(gauge(context, "peercred.client.connections.idle"))
                            .isEqualTo(1);
                    assertThat(gauge(context, "peercred.client.connections.max"))
                            .isEqualTo(1);
                    assertThat(count(context, "peercred.client.connections.opened"))
                            .isEqualTo(1);
                    assertThat(count(context, "peercred.client.connections.closed"))
                            .isZero();
                });
    }

    @Test
    void frameSizesAreBytesByDirectionOnBothSides() {
        application().run(context -> {
            template(context).convertSendAndReceive("clock", "größer", String.class);
            for (String side : new String[] {"client", "server"}) {
                for (String direction : new String[] {"sent", "received"}) {
                    DistributionSummary summary = registry(context)
                            .get("peercred." + side + ".frame.size")
                            .tags("endpoint", "clock", "direction", direction)
                            .summary();
                    assertThat(summary.count()).isEqualTo(1);
                    assertThat(summary.totalAmount()).isEqualTo(8);
                }
            }
        });
    }

    @Test
    void exchangesAreTimersByEndpointAndOutcome() {
        application().run(context -> {
            template(context).convertSendAndReceive("clock", "utc?", String.class);
            template(context).convertSendAndReceive(this.socket.toString(), "utc?", String.class);
            assertThat(registry(context)
                            .get("peercred.server.requests")
                            .tags("endpoint", "clock", "outcome", "success")
                            .timer()
                            .count())
                    .isEqualTo(2);
            assertThat(registry(context)
                            .get("peercred.client.requests")
                            .tags("endpoint", "(path)", "outcome", "success")
                            .timer()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void countersGoOnWhenAnEndpointIsStoppedAndStarted() {
        application().run(context -> {
            PeercredInboundGateway gateway = context.getBean(PeercredInboundGateway.class);
            template(context).convertSendAndReceive("clock", "utc?", String.class);
            gateway.stop();
            assertThat(gauge(context, "peercred.server.connections.open")).isZero();
            gateway.start();
            template(context).convertSendAndReceive("clock", "utc?", String.class);
            assertThat(count(context, "peercred.server.connections.accepted")).isEqualTo(2);
        });
    }

    @Test
    void aRegistryThatOutlivesTheApplicationIsLeftWithoutMetersAndServesTheNext() {
        SimpleMeterRegistry shared = new SimpleMeterRegistry();
        for (int i = 0; i < 2; i++) {
            Applications.clock(this.socket)
                    .withConfiguration(AutoConfigurations.of(
                            ObservationAutoConfiguration.class,
                            PeercredObservationAutoConfiguration.class,
                            PeercredMetricsAutoConfiguration.class))
                    .withBean(Echo.class)
                    .withBean(
                            "shared",
                            MeterRegistry.class,
                            () -> shared,
                            bean -> bean.setDestroyMethodName("")) // Not to be closed.
                    .run(context -> {
                        context.getBeansOfType(MeterBinder.class).values().forEach(binder -> binder.bindTo(shared));
                        template(context).convertSendAndReceive("clock", "utc?", String.class);
                        assertThat(count(context, "peercred.server.connections.accepted"))
                                .isEqualTo(1);
                        assertThat(shared.get("peercred.server.frame.size")
                                        .tag("direction", "sent")
                                        .summary()
                                        .count())
                                .isEqualTo(1);
                    });
            assertThat(shared.getMeters()).isEmpty();
        }
    }

    static class Gate {

        private final CountDownLatch open = new CountDownLatch(1);

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        String handle(String question) throws InterruptedException {
            return this.open.await(20, TimeUnit.SECONDS) ? question : "never";
        }
    }
}
