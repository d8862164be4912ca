package io.peercred.integration;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.expression.spel.SpelEvaluationException;
import org.springframework.expression.spel.SpelMessage;
import org.springframework.integration.annotation.Gateway;
import org.springframework.integration.annotation.MessagingGateway;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.gateway.AnnotationGatewayProxyFactoryBean;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.BadCredentialsException;

import io.peercred.connection.ErrorCode;
import io.peercred.connection.PeerClosedException;
import io.peercred.template.ErrorReplyException;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Echo;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What callers are told of a flow that fails, where {@code error-replies} is on. */
class GatewayErrorReplyTests {

    @TempDir
    Path directory;

    private ApplicationContextRunner application() {
        Path socket = this.directory.resolve("clock.sock");
        return Applications.clock(socket).withPropertyValues("peercred.inbound.clock.error-replies=true");
    }

    private static ErrorReplyException errorOf(ApplicationContext context, Object request) {
        try {
            context.getBean(VerifiedSocketTemplate.class).convertSendAndReceive("clock", request, String.class);
        } catch (ErrorReplyException ex) {
            return ex;
        }
        throw new AssertionError("it was answered");
    }

    private static void assertAnswers(ApplicationContext context, String request) {
        assertThat(context.getBean(VerifiedSocketTemplate.class).convertSendAndReceive("clock", request, String.class))
                .isEqualTo(request);
    }

    private static long connections(ApplicationContext context) {
        return context.getBean(PeercredInboundGateway.class).counters().accepted();
    }

    @Test
    void aFailureIsAnExceptionOfTheTemplateThatTellsNothingOfTheApplication(Warnings warnings) {
        application().withBean(Failing.class).run(context -> {
            ErrorReplyException error = errorOf(context, "fail");
            assertThat(error.getError()).isEqualTo("failed");
            assertThat(error.getErrorMessage()).isEqualTo("The request could not be answered.");
            assertThat(error.getMessage()).contains("clock.sock", "'failed'").doesNotContain("secret", "Exception");
            assertThat(error.getFailedMessage().getPayload()).isEqualTo("fail");
            assertAnswers(context, "fine");
            assertThat(connections(context)).isOne();
            assertThat(warnings.await("its request could not be answered"))
                    .contains("with the error 'failed'", "a secret");
        });
    }

    @Test
    void aDenialOfSpringSecuritysIsDenied(Warnings warnings) {
        warnings.allow("its request could not be answered");
        application().withBean(Failing.class).run(context -> {
            assertThat(errorOf(context, "deny").getError()).isEqualTo("denied");
            assertThat(errorOf(context, "not authenticated").getError()).isEqualTo("denied");
            assertAnswers(context, "fine");
            assertThat(connections(context)).isOne();
        });
    }

    @Test
    void whereNobodySubscribesOrTakesMoreItIsUnavailable(Warnings warnings) {
        warnings.allow("Nobody subscribes");
        warnings.allow("its request could not be answered");
        application()
                .run(context -> assertThat(errorOf(context, "x").getError()).isEqualTo("unavailable"));
        application()
                .withBean(Failing.class)
                .run(context -> assertThat(errorOf(context, "busy").getError()).isEqualTo("unavailable"));
    }

    @Test
    void whatIsNoTextIsABadRequestAndIsNotDispatched() {
        application().withBean(Echo.class).run(context -> {
            assertThat(errorOf(context, new byte[] {(byte) 0xFF}).getError()).isEqualTo("bad-request");
            assertAnswers(context, "fine");
            assertThat(context.getBean(Echo.class).heard).containsExactly("fine");
            assertThat(connections(context)).isOne();
        });
    }

    @Test
    void aRequestThatIsNotTheHandlersTypeIsABadRequest(Warnings warnings) {
        warnings.allow("its request could not be answered");
        application()
                .withBean(Counting.class)
                .withPropertyValues("peercred.content-type=application/json")
                .run(context -> {
                    assertThat(errorOf(context, "{\"count\":[]}").getError()).isEqualTo("bad-request");
                    assertThat(errorOf(context, "{\"count\":").getError()).isEqualTo("bad-request");
                    assertThat(context.getBean(VerifiedSocketTemplate.class)
                                    .convertSendAndReceive("clock", new Count(1), Count.class))
                            .isEqualTo(new Count(2));
                });
    }

    @Test
    void aReplyThatCannotBecomeAFrameIsOurFailure(Warnings warnings) {
        application()
                .withBean(Failing.class)
                .withPropertyValues("peercred.inbound.clock.max-message-size=100B")
                .run(context -> {
                    assertThat(errorOf(context, "odd").getError()).isEqualTo("failed");
                    assertThat(errorOf(context, "large").getError()).isEqualTo("too-large");
                    warnings.await("cannot be sent as text/plain");
                    warnings.await("101 bytes, more than the 100 of max-message-size");
                });
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsATimeoutAndNobodyGetsItLater(Warnings warnings) {
        warnings.allow("A reply came after its request was answered or given up");
        warnings.allow("The application answered after its reply-timeout");
        application()
                .withBean(Late.class)
                .withPropertyValues("peercred.inbound.clock.reply-timeout=300ms")
                .run(context -> {
                    assertThat(errorOf(context, "future").getError()).isEqualTo("timeout");
                    assertThat(errorOf(context, "blocked").getError()).isEqualTo("timeout");
                    assertAnswers(context, "while the first two are late");
                    context.getBean(Late.class).release.countDown();
                    for (int i = 0; i < 5; i++) {
                        assertAnswers(context, "call " + i);
                    }
                    warnings.await("The flow gave no reply within PT0.3S");
                });
    }

    @Test
    void aMessagingGatewayThrowsItAsItIs(Warnings warnings) {
        warnings.allow("its request could not be answered");
        application().withBean(Failing.class).withUserConfiguration(Faces.class).run(context -> {
            Clock clock = context.getBean(Clock.class);
            assertThatExceptionOfType(ErrorReplyException.class)
                    .isThrownBy(() -> clock.time("deny"))
                    .satisfies(ex -> assertThat(ex.getError()).isEqualTo("denied"));
            assertThat(clock.time("fine")).isEqualTo("fine");
        });
    }

    @Test
    void anEndpointThatExpectsNoReplySendsNone(Warnings warnings) {
        application()
                .withBean(Failing.class)
                .withPropertyValues("peercred.inbound.clock.expect-reply=false")
                .run(context -> {
                    assertThatExceptionOfType(MessageDeliveryException.class)
                            .isThrownBy(() -> errorOf(context, "fail"))
                            .withCauseInstanceOf(PeerClosedException.class);
                    assertThat(warnings.await("its request could not be answered"))
                            .startsWith("Ended ");
                });
    }

    @Test
    void withAnErrorChannelItsReplyIsTheAnswer() {
        application()
                .withBean(GatewayFailureTests.Moody.class)
                .withUserConfiguration(GatewayFailureTests.ErrorConfiguration.class)
                .run(context -> assertThat(context.getBean(VerifiedSocketTemplate.class)
                                .convertSendAndReceive("clock", "throw", String.class))
                        .isEqualTo("sorry"));
    }

    /** What the application asked of others is its own affair, and so is a circle of causes. */
    @Test
    void whatAFailureMeansIsSaidByItsFirstCauseThatKnows() {
        assertThat(Failures.errorOf(new IllegalStateException(new AccessDeniedException("no"))))
                .isEqualTo(ErrorCode.DENIED);
        Exception one = new Exception();
        Exception two = new Exception(one);
        one.initCause(two);
        assertThat(Failures.errorOf(one)).isEqualTo(ErrorCode.FAILED);
        assertThat(Failures.errorOf(new java.nio.file.AccessDeniedException("/etc/shadow")))
                .isEqualTo(ErrorCode.FAILED);
        assertThat(Failures.errorOf(new SpelEvaluationException(SpelMessage.METHOD_NOT_FOUND, "own", "expression")))
                .isEqualTo(ErrorCode.FAILED);
    }

    record Count(int count) {}

    static class Counting {

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        Count handle(Count count) {
            return new Count(count.count() + 1);
        }
    }

    static class Failing {

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        Object handle(String question) {
            return switch (question) {
                case "fail" -> throw new IllegalStateException("a secret");
                case "deny" -> throw new AccessDeniedException("a secret");
                case "not authenticated" -> throw new BadCredentialsException("a secret");
                case "busy" -> throw new RejectedExecutionException("a secret");
                case "odd" -> List.of(question);
                case "large" -> "x".repeat(101);
                default -> question;
            };
        }
    }

    static class Late {

        final CountDownLatch release = new CountDownLatch(1);

        @ServiceActivator(inputChannel = "peercred.inbound.clock", async = "true")
        CompletableFuture<String> handle(String question) {
            return switch (question) {
                case "future" ->
                    CompletableFuture.supplyAsync(() -> released(question), task -> new Thread(task).start());
                case "blocked" -> CompletableFuture.completedFuture(released(question));
                default -> CompletableFuture.completedFuture(question);
            };
        }

        private String released(String question) {
            try {
                this.release.await();
                return question;
            } catch (InterruptedException ex) {
                throw new IllegalStateException(ex);
            }
        }
    }

    static class Faces {

        @Bean
        AnnotationGatewayProxyFactoryBean<Clock> clock() {
            return new AnnotationGatewayProxyFactoryBean<>(Clock.class);
        }
    }

    @MessagingGateway
    interface Clock {

        @Gateway(requestChannel = "peercred.outbound.clock")
        String time(String zone);
    }
}
