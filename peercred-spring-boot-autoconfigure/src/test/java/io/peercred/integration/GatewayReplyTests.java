package io.peercred.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.GenericMessage;

import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** When a request is answered: at once, later, too late, or not at all. */
class GatewayReplyTests {

    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    @Test
    void aMethodThatMayReturnAFutureIsWaitedFor() {
        Applications.clock(socket()).withBean(Sometimes.class).run(context -> assertThat(
                        context.getBean(VerifiedSocketTemplate.class)
                                .convertSendAndReceive("clock", "utc", String.class))
                .isEqualTo("in the future: utc"));
    }

    @Test
    void aHandlerThatReturnsNothingEndsTheConnectionAtOnce(Warnings warnings) {
        Applications.clock(socket()).withBean(Silent.class).run(context -> {
            VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
            assertThat(failureOf(() -> template.convertSendAndReceive("clock", "utc", String.class)))
                    .isLessThan(AT_ONCE);
            assertThat(warnings.await("The flow ended without a reply"))
                    .contains("peercred.inbound.clock.expect-reply=false");
        });
    }

    @Test
    void aMethodThatReturnsNullEndsTheConnectionAtOnce(Warnings warnings) {
        Applications.clock(socket()).withBean(GatewayFailureTests.Moody.class).run(context -> {
            VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
            assertThat(failureOf(() -> template.convertSendAndReceive("clock", "null", String.class)))
                    .isLessThan(AT_ONCE);
            assertThat(warnings.await("The flow ended without a reply"))
                    .contains("peercred.inbound.clock.expect-reply=false");
        });
    }

    @Test
    void aHandlerThatKeepsTheReplyChannelMayAnswerLater() {
        Applications.clock(socket()).withBean(AnswersLater.class).run(context -> assertThat(
                        context.getBean(VerifiedSocketTemplate.class)
                                .convertSendAndReceive("clock", "utc", String.class))
                .isEqualTo("later: utc"));
    }

    @Test
    void anAnswerAfterTheReplyTimeoutReachesNobody(Warnings warnings) {
        Applications.clock(socket())
                .withBean(AnswersTooLate.class)
                .withPropertyValues("peercred.inbound.clock.reply-timeout=300ms")
                .run(context -> {
                    VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
                    failureOf(() -> template.convertSendAndReceive("clock", "late", String.class));
                    warnings.await("The flow gave no reply within PT0.3S");
                    warnings.allow("A reply came after its request was answered or given up");
                    context.getBean(AnswersTooLate.class).release.countDown();
                    for (int i = 0; i < 5; i++) {
                        assertThat(template.convertSendAndReceive("clock", "call " + i, String.class))
                                .isEqualTo("call " + i);
                    }
                });
    }

    @Test
    void aHandlerThatTakesTooLongLosesItsCallerAtTheReplyTimeout(Warnings warnings) {
        Applications.clock(socket())
                .withBean(Sluggish.class)
                .withPropertyValues("peercred.inbound.clock.reply-timeout=300ms")
                .run(context -> {
                    VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
                    assertThat(failureOf(() -> template.convertSendAndReceive("clock", "slow", String.class)))
                            .isLessThan(AT_ONCE);
                    context.getBean(Sluggish.class).release.countDown();
                    warnings.await("The application answered after its reply-timeout");
                    assertThat(template.convertSendAndReceive("clock", "fast", String.class))
                            .isEqualTo("fast");
                });
    }

    @Test
    void anAsynchronousFlowMayAnswer() {
        Applications.clock(socket())
                .withUserConfiguration(AsynchronousConfiguration.class)
                .run(context -> assertThat(context.getBean(VerifiedSocketTemplate.class)
                                .convertSendAndReceive("clock", "utc", String.class))
                        .isEqualTo("UTC"));
    }

    @Test
    void anEndpointThatExpectsNoReplyTakesMessagesAndAnswersNothing() {
        Applications.clock(socket())
                .withBean(Silent.class)
                .withPropertyValues("peercred.inbound.clock.expect-reply=false")
                .run(context -> {
                    VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
                    template.convertAndSend("clock", "one");
                    template.convertAndSend("clock", "two");
                    assertThat(context.getBean(Silent.class).heard).containsExactly("one", "two");
                });
    }

    @Test
    void aMessageThatIsSentOnlyIsHandledAlthoughNobodyTakesItsReply() {
        Applications.clock(socket()).withBean(GatewayFailureTests.Moody.class).run(context -> {
            VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
            template.convertAndSend("clock", "sent only");
            Awaitility.await().untilAsserted(() -> assertThat(context.getBean(GatewayFailureTests.Moody.class).heard)
                    .contains("sent only"));
            assertThat(template.convertSendAndReceive("clock", "asked", String.class))
                    .isEqualTo("asked");
        });
    }

    private Path socket() {
        return this.directory.resolve("clock.sock");
    }

    private static Duration failureOf(Runnable call) {
        return GatewayFailureTests.failureOf(call);
    }

    static class Silent {

        final List<String> heard = new CopyOnWriteArrayList<>();

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        void handle(String question) {
            this.heard.add(question);
        }
    }

    static class Sometimes {

        @ServiceActivator(inputChannel = "peercred.inbound.clock", async = "true")
        Object handle(String question) {
            return CompletableFuture.supplyAsync(
                    () -> "in the future: " + question, CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));
        }
    }

    static class Sluggish {

        final CountDownLatch release = new CountDownLatch(1);

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        String handle(String question) throws InterruptedException {
            if (question.equals("slow") && !this.release.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("not released");
            }
            return question;
        }
    }

    static class AnswersLater {

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        void handle(Message<String> question) {
            MessageChannel reply = (MessageChannel) question.getHeaders().get(MessageHeaders.REPLY_CHANNEL);
            CompletableFuture.runAsync(
                    () -> reply.send(new GenericMessage<>("later: " + question.getPayload())),
                    CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));
        }
    }

    static class AnswersTooLate {

        final CountDownLatch release = new CountDownLatch(1);

        @ServiceActivator(inputChannel = "peercred.inbound.clock", async = "true")
        CompletableFuture<String> handle(String question) {
            if (!question.equals("late")) {
                return CompletableFuture.completedFuture(question);
            }
            return CompletableFuture.supplyAsync(() -> {
                try {
                    this.release.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException ex) {
                    throw new IllegalStateException(ex);
                }
                return question;
            });
        }
    }

    static class AsynchronousConfiguration {

        @Bean
        IntegrationFlow flow() {
            return IntegrationFlow.from("peercred.inbound.clock")
                    .channel(channels -> channels.executor(task -> new Thread(task).start()))
                    .<String, String>transform(String::toUpperCase)
                    .get();
        }
    }
}
