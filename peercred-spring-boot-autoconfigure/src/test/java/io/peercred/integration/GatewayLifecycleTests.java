package io.peercred.integration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.messaging.MessageDeliveryException;

import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Echo;
import io.peercred.testing.TestClient;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class GatewayLifecycleTests {

    @TempDir
    Path directory;

    @Test
    void aRequestThatIsBeingHandledWhenTheApplicationStopsIsAnswered() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Applications.clock(socket()).withBean(Slow.class).run(context -> {
            Slow slow = context.getBean(Slow.class);
            try (TestClient client = new TestClient(socket())) {
                Thread caller = new Thread(() -> answer.complete(client.ask("utc")));
                caller.start();
                assertThat(slow.started.await(10, TimeUnit.SECONDS)).isTrue();
                Thread closer = new Thread(context::close);
                closer.start();
                Awaitility.await("the end of the socket file").until(() -> !Files.exists(socket()));
                assertThat(closer.isAlive()).isTrue();
                slow.release.countDown();
                assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("slowly: utc");
                closer.join(10_000);
                assertThat(closer.isAlive()).isFalse();
            }
        });
    }

    @Test
    void stoppingEndsIdleConnectionsAndRemovesTheSocket() {
        Applications.clock(socket()).withBean(Echo.class).run(context -> {
            try (TestClient client = new TestClient(socket())) {
                assertThat(client.ask("utc")).isEqualTo("utc");
                context.getBean(PeercredInboundGateway.class).stop();
                assertThat(client.isAtEnd()).isTrue();
                assertThat(Files.list(this.directory)).isEmpty();
            }
        });
    }

    @Test
    void aGatewayMayBeStoppedAndStartedAgainAndThePoolNotices() {
        Applications.clock(socket()).withBean(Echo.class).run(context -> {
            VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
            PeercredInboundGateway gateway = context.getBean(PeercredInboundGateway.class);
            for (int i = 0; i < 3; i++) {
                assertThat(template.convertSendAndReceive("clock", "call " + i, String.class))
                        .isEqualTo("call " + i);
                gateway.stop();
                assertThatExceptionOfType(MessageDeliveryException.class)
                        .isThrownBy(() -> template.convertSendAndReceive("clock", "nobody", String.class))
                        .withMessageContaining("there is no such socket");
                gateway.start();
            }
            assertThat(context.getBean(Echo.class).heard).containsExactly("call 0", "call 1", "call 2");
        });
    }

    @Test
    void withoutAutoStartupNothingIsBound() {
        Applications.clock(socket())
                .withBean(Echo.class)
                .withPropertyValues("peercred.inbound.clock.auto-startup=false")
                .run(context -> {
                    assertThat(socket()).doesNotExist();
                    context.getBean(PeercredInboundGateway.class).start();
                    assertThat(context.getBean(VerifiedSocketTemplate.class)
                                    .convertSendAndReceive("clock", "utc", String.class))
                            .isEqualTo("utc");
                });
    }

    @Test
    void anEndpointThatCannotListenLeavesNothingOfTheOthersBehind(Warnings warnings) throws Exception {
        Path taken = Files.createFile(this.directory.resolve("taken.sock"));
        Applications.clock(socket())
                .withBean(Echo.class)
                .withPropertyValues("peercred.inbound.taken.path=" + taken)
                .run(context -> {
                    assertThat(context).hasFailed();
                    warnings.await("Failed to start bean 'peercred.inbound.taken.gateway'");
                    assertThat(Files.list(this.directory)).containsExactly(taken);
                });
    }

    private Path socket() {
        return this.directory.resolve("clock.sock");
    }

    static class Slow {

        final CountDownLatch started = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        String handle(String question) throws InterruptedException {
            this.started.countDown();
            if (!this.release.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("not released");
            }
            return "slowly: " + question;
        }
    }
}
