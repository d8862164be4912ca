package io.peercred.integration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.endpoint.AbstractEndpoint;

import io.peercred.autoconfigure.PeercredInboundGatewayCustomizer;
import io.peercred.connection.Resources;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Echo;
import io.peercred.testing.TestClient;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** The end of an application, and its phases. */
@Timeout(60)
class ShutdownTests {

    @TempDir
    Path directory;

    @Test
    void aHandlerThatOutlastsItsShutdownPhaseIsInterruptedAndTheContextCloses(Warnings warnings) {
        warnings.allow("its request could not be answered");
        clock("spring.lifecycle.timeout-per-shutdown-phase=1s")
                .withBean(Stuck.class)
                .run(context -> {
                    Stuck stuck = context.getBean(Stuck.class);
                    try (TestClient client = new TestClient(socket())) {
                        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> client.ask("utc"));
                        assertThat(stuck.started.await(10, TimeUnit.SECONDS)).isTrue();
                        long before = System.nanoTime();
                        context.close();
                        assertThat(Duration.ofNanos(System.nanoTime() - before))
                                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(20));
                        assertThat(stuck.interrupted.await(10, TimeUnit.SECONDS))
                                .isTrue();
                        assertThat(answer).failsWithin(Duration.ofSeconds(10));
                    }
                    Awaitility.await("the end of threads").until(() -> Resources.threads("peercred-clock-") == 0);
                });
    }

    @Test
    void aShutdownWithoutRequestsDoesNotWait() {
        clock("spring.lifecycle.timeout-per-shutdown-phase=30s")
                .withBean(Echo.class)
                .run(context -> {
                    try (TestClient client = new TestClient(socket())) {
                        assertThat(client.ask("utc")).isEqualTo("utc");
                        long before = System.nanoTime();
                        context.close();
                        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
                        assertThat(client.isAtEnd()).isTrue();
                    }
                });
    }

    @Test
    void itListensWhenItsFlowsRunAndStopsWhileTheyStillDo() {
        List<String> seen = new ArrayList<>();
        clock().withBean(Echo.class).withBean(Witness.class, socket(), seen).run(context -> {
            assertThat(context.getBean(PeercredInboundGateway.class).getPhase())
                    .isEqualTo(SmartLifecycle.DEFAULT_PHASE - 2048);
            context.close();
        });
        assertThat(seen)
                .containsExactly("started: listens false, flows run true", "stopped: listens false, flows run true");
    }

    @Test
    void aGatewayThatIsStartedAgainWhileItStillAnswersLosesNeither() {
        clock().withBean(Slow.class).run(context -> {
            Slow slow = context.getBean(Slow.class);
            PeercredInboundGateway gateway = context.getBean(PeercredInboundGateway.class);
            CountDownLatch stopped = new CountDownLatch(1);
            try (TestClient early = new TestClient(socket())) {
                CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> early.ask("slow"));
                assertThat(slow.started.await(10, TimeUnit.SECONDS)).isTrue();
                gateway.stop(stopped::countDown);
                gateway.start();
                assertThat(context.getBean(VerifiedSocketTemplate.class)
                                .convertSendAndReceive("clock", "quick", String.class))
                        .isEqualTo("quick");
                assertThat(stopped.getCount()).isOne();
                slow.release.countDown();
                assertThat(answer).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("slow");
                assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
                assertThat(gateway.isRunning()).isTrue();
            }
        });
    }

    @Test
    void repliesThatTakeAChannelOfTheirOwnComeAfterSuchAStartToo() {
        Slow slow = new Slow();
        clock().withBean("answers", DirectChannel.class, DirectChannel::new)
                .withBean(
                        PeercredInboundGatewayCustomizer.class,
                        () -> (name, gateway) -> gateway.setReplyChannelName("answers"))
                .withBean("flow", IntegrationFlow.class, () -> IntegrationFlow.from("peercred.inbound.clock")
                        .handle(slow, "handle")
                        .channel("answers")
                        .get())
                .run(context -> {
                    PeercredInboundGateway gateway = context.getBean(PeercredInboundGateway.class);
                    CountDownLatch stopped = new CountDownLatch(1);
                    try (TestClient early = new TestClient(socket())) {
                        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> early.ask("slow"));
                        assertThat(slow.started.await(10, TimeUnit.SECONDS)).isTrue();
                        gateway.stop(stopped::countDown);
                        gateway.start();
                        slow.release.countDown();
                        assertThat(answer)
                                .succeedsWithin(Duration.ofSeconds(10))
                                .isEqualTo("slow");
                        assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
                    }
                    try (TestClient late = new TestClient(socket())) {
                        assertThat(late.ask("quick")).isEqualTo("quick");
                    }
                });
    }

    @Test
    void theEndOfTheContextEndsWhatAnEarlierStopLeftRunning(Warnings warnings) {
        warnings.allow("its request could not be answered");
        clock("spring.lifecycle.timeout-per-shutdown-phase=1s")
                .withBean(Stuck.class)
                .run(context -> {
                    Stuck stuck = context.getBean(Stuck.class);
                    PeercredInboundGateway gateway = context.getBean(PeercredInboundGateway.class);
                    try (TestClient client = new TestClient(socket())) {
                        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> client.ask("utc"));
                        assertThat(stuck.started.await(10, TimeUnit.SECONDS)).isTrue();
                        gateway.stop(() -> {});
                        gateway.start();
                        context.close();
                        assertThat(stuck.interrupted.await(10, TimeUnit.SECONDS))
                                .isTrue();
                        assertThat(answer).failsWithin(Duration.ofSeconds(10));
                    }
                });
    }

    @Test
    void startedAndStoppedAnyNumberOfTimesItKeepsNothing() throws Exception {
        clock("peercred.inbound.clock.auto-startup=false").withBean(Echo.class).run(context -> {
            PeercredInboundGateway gateway = context.getBean(PeercredInboundGateway.class);
            long descriptors = 0;
            for (int i = 0; i < 50; i++) {
                gateway.start();
                try (TestClient client = new TestClient(socket())) {
                    assertThat(client.ask("call " + i)).isEqualTo("call " + i);
                }
                gateway.stop();
                assertThat(Files.list(this.directory)).isEmpty();
                if (i == 4) {
                    descriptors = settled();
                }
            }
            assertThat(settled()).isLessThanOrEqualTo(descriptors);
        });
    }

    @Test
    void applicationsThatComeAndGoLeaveNothingBehind() {
        long descriptors = 0;
        for (int i = 0; i < 8; i++) {
            clock().withBean(Echo.class).run(context -> assertThat(context.getBean(VerifiedSocketTemplate.class)
                            .convertSendAndReceive("clock", "utc", String.class))
                    .isEqualTo("utc"));
            if (i == 2) {
                descriptors = settled();
            }
        }
        assertThat(settled()).isLessThanOrEqualTo(descriptors);
        assertThat(Resources.threads("peercred-deadlines")).isZero();
    }

    private static long settled() {
        Awaitility.await("the end of threads").until(() -> Resources.threads("peercred-clock-") == 0);
        return Resources.descriptors();
    }

    private ApplicationContextRunner clock(String... properties) {
        return Applications.clock(socket())
                .withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
                .withPropertyValues(properties);
    }

    private Path socket() {
        return this.directory.resolve("clock.sock");
    }

    static class Stuck {

        final CountDownLatch started = new CountDownLatch(1);
        final CountDownLatch interrupted = new CountDownLatch(1);

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        String handle(String question) throws InterruptedException {
            this.started.countDown();
            try {
                return String.valueOf(new CountDownLatch(1).await(40, TimeUnit.SECONDS));
            } catch (InterruptedException ex) {
                this.interrupted.countDown();
                throw ex;
            }
        }
    }

    public static class Slow {

        final CountDownLatch started = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        public String handle(String question) throws InterruptedException {
            if (question.equals("slow")) {
                this.started.countDown();
                assertThat(this.release.await(8, TimeUnit.SECONDS)).isTrue();
            }
            return question;
        }
    }

    /** Started just before the gateway and stopped just after it. */
    static class Witness implements SmartLifecycle {

        private final Path socket;
        private final List<String> seen;
        private final ObjectProvider<AbstractEndpoint> endpoints;
        private volatile boolean running;

        Witness(Path socket, List<String> seen, ObjectProvider<AbstractEndpoint> endpoints) {
            this.socket = socket;
            this.seen = seen;
            this.endpoints = endpoints;
        }

        private String look() {
            return "listens " + Files.exists(this.socket) + ", flows run "
                    + this.endpoints.stream()
                            .filter(endpoint -> !(endpoint instanceof PeercredInboundGateway))
                            .allMatch(AbstractEndpoint::isRunning);
        }

        @Override
        public int getPhase() {
            return SmartLifecycle.DEFAULT_PHASE - 2049;
        }

        @Override
        public void start() {
            this.running = true;
            this.seen.add("started: " + look());
        }

        @Override
        public void stop() {
            this.running = false;
            this.seen.add("stopped: " + look());
        }

        @Override
        public boolean isRunning() {
            return this.running;
        }
    }
}
