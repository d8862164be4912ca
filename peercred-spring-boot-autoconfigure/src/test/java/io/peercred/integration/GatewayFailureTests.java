package io.peercred.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.messaging.MessageDeliveryException;

import io.peercred.autoconfigure.PeercredInboundGatewayCustomizer;
import io.peercred.connection.InboundCounters;
import io.peercred.connection.PeerClosedException;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class GatewayFailureTests {

    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    @Test
    void aHandlerThatThrowsEndsTheConnectionAtOnceAndTheNextCallIsServed(Warnings warnings) {
        Applications.clock(socket()).withBean(Moody.class).run(context -> {
            VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
            assertThat(failureOf(() -> template.convertSendAndReceive("clock", "throw", String.class)))
                    .isLessThan(AT_ONCE);
            assertThat(template.convertSendAndReceive("clock", "fine", String.class))
                    .isEqualTo("fine");
            assertThat(warnings.await("its request could not be answered"))
                    .contains("java.lang.IllegalStateException: moody?forged line")
                    .contains("Moody.handle")
                    .hasLineCount(1);
        });
    }

    @Test
    void aReplyThatTheCodecCannotCarryIsOurOwnFailureAndSaid(Warnings warnings) {
        Applications.clock(socket())
                .withBean(TwoLines.class)
                .withPropertyValues("peercred.codec=lf")
                .run(context -> {
                    VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
                    assertThat(failureOf(() -> template.convertSendAndReceive("clock", "utc", String.class)))
                            .isLessThan(AT_ONCE);
                    warnings.await("the payload holds the terminator of the codec 'lf' at byte 3");
                    InboundCounters counters =
                            context.getBean(PeercredInboundGateway.class).counters();
                    assertThat(counters.handlerFailures()).isOne();
                    assertThat(counters.badFrames()).isZero();
                });
    }

    @Test
    void thePayloadOfAFailedRequestIsNotLogged(Warnings warnings) {
        Applications.clock(socket()).withBean(Moody.class).run(context -> {
            VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
            failureOf(() -> template.convertSendAndReceive("clock", "throw a secret", String.class));
            assertThat(warnings.await("its request could not be answered")).doesNotContain("secret");
        });
    }

    @Test
    void withAnErrorChannelItsReplyIsTheAnswer() {
        Applications.clock(socket())
                .withBean(Moody.class)
                .withUserConfiguration(ErrorConfiguration.class)
                .run(context -> assertThat(context.getBean(VerifiedSocketTemplate.class)
                                .convertSendAndReceive("clock", "throw", String.class))
                        .isEqualTo("sorry"));
    }

    @Test
    void aRequestChannelThatNobodySubscribesToIsWarnedOf(Warnings warnings) {
        Applications.clock(socket()).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(warnings.await("Nobody subscribes"))
                    .contains("@ServiceActivator(inputChannel = \"peercred.inbound.clock\")");
        });
    }

    private Path socket() {
        return this.directory.resolve("clock.sock");
    }

    static Duration failureOf(Runnable call) {
        long start = System.nanoTime();
        assertThatExceptionOfType(MessageDeliveryException.class)
                .isThrownBy(call::run)
                .withCauseInstanceOf(PeerClosedException.class);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    static class Moody {

        final List<String> heard = new CopyOnWriteArrayList<>();

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        String handle(String question) {
            this.heard.add(question);
            if (question.startsWith("throw")) {
                throw new IllegalStateException("moody\nforged line");
            }
            return question.equals("null") ? null : question;
        }
    }

    static class TwoLines {

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        String handle(String question) {
            return "one\ntwo";
        }
    }

    static class ErrorConfiguration {

        @Bean
        PeercredInboundGatewayCustomizer errorChannel() {
            return (name, gateway) -> gateway.setErrorChannelName("mistakes");
        }

        @ServiceActivator(inputChannel = "mistakes")
        String apologise(Throwable mistake) {
            return "sorry";
        }
    }
}
