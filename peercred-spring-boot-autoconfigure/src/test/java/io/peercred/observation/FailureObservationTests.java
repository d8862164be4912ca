package io.peercred.observation;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.micrometer.observation.Observation;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.integration.annotation.ServiceActivator;

import io.peercred.autoconfigure.PeercredInboundGatewayCustomizer;
import io.peercred.connection.RequestDeniedException;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Directories;
import io.peercred.testing.Observed;
import io.peercred.testing.Peer;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What is observed of exchanges that fail, each way with an outcome of its own. */
@Timeout(60)
class FailureObservationTests {

    private static final String CALL = "peercred.client.requests";
    private static final String HANDLING = "peercred.server.requests";

    @TempDir
    Path directory;

    private final Observed observed = new Observed();

    private Path socket() {
        return this.directory.resolve("clock.sock");
    }

    private static void assertEnded(Observation.Context context, String outcome, String exception) {
        assertThat(Observed.tags(context)).containsEntry("outcome", outcome).containsEntry("exception", exception);
    }

    /** Calls {@code path}, where only this test's user is expected, and looks at what was observed. */
    private void assertCallEnds(Path path, String outcome, String exception, String... properties) {
        this.observed
                .in(Applications.runner())
                .withPropertyValues("peercred.expected-uid=self", "peercred.outbound.clock.path=" + path)
                .withPropertyValues(properties)
                .run(context -> {
                    Throwable failure = catchThrowable(() -> context.getBean(VerifiedSocketTemplate.class)
                            .convertSendAndReceive("clock", "utc?", String.class));
                    assertThat(failure).isNotNull();
                    assertEnded(this.observed.only(CALL), outcome, exception);
                });
    }

    /** Serves with {@code handler}, calls and looks at what was observed. */
    private void served(UnaryOperator<String> handler, Consumer<Throwable> failure, String... properties) {
        this.observed
                .in(Applications.clock(socket()))
                .withBean(Handler.class, () -> new Handler(handler))
                .withPropertyValues(properties)
                .run(context -> failure.accept(catchThrowable(() -> context.getBean(VerifiedSocketTemplate.class)
                        .convertSendAndReceive("clock", "secret", String.class))));
    }

    @Test
    void aServerThatIsNotExpected(Warnings warnings) throws IOException {
        warnings.allow("is not expected");
        Path path = Directories.open(this.directory).resolve("other.sock");
        try (Peer impostor = Peer.pythonAs(1001, "s = listen(argv[0]); say('listening'); hear()", path)) {
            assertThat(impostor.line()).isEqualTo("listening");
            assertCallEnds(path, "rejected", "PeerRejectedException");
            assertThat(Observed.traceTags(this.observed.only(CALL)))
                    .isEqualTo(Map.of("peer.uid", "1001", "peer.pid", Long.toString(impostor.pid())));
        }
    }

    @Test
    void nobodyListens() {
        assertCallEnds(socket(), "unavailable", "ConnectException");
    }

    @Test
    void aServerThatClosesInsteadOfAnswering() {
        assertServerLeadsTo("c.recv(100); c.close()", "closed", "PeerClosedException");
    }

    @Test
    void aServerThatAnswersTooLate() {
        assertServerLeadsTo(
                "c.recv(100); hear()",
                "timeout",
                "SocketTimeoutException",
                "peercred.outbound.clock.reply-timeout=300ms");
    }

    @Test
    void aServerThatSendsNoFrame() {
        assertServerLeadsTo("c.recv(100); c.sendall(b'\\x7f\\xff\\xff\\xff')", "bad-frame", "FrameException");
    }

    @Test
    void aServerWhoseAnswerIsNoText() {
        assertServerLeadsTo("c.recv(100); send_frame(c, b'\\xff\\xff')", "invalid", "MalformedInputException");
    }

    private void assertServerLeadsTo(String behaviour, String outcome, String exception, String... properties) {
        String script = "s = listen(argv[0]); say('listening'); c = s.accept()[0]; " + behaviour + "; hear()";
        try (Peer server = Peer.python(script, socket())) {
            assertThat(server.line()).isEqualTo("listening");
            assertCallEnds(socket(), outcome, exception, properties);
        }
    }

    @Test
    void aHandlerThatFailsIsTheServersErrorAndItsWordsHoldNoPayload(Warnings warnings) {
        warnings.allow("could not be answered");
        served(
                question -> {
                    throw new IllegalStateException("no clock");
                },
                failure -> {
                    assertThat(failure).isNotNull();
                    assertEnded(this.observed.only(HANDLING), "error", "IllegalStateException");
                    assertThat(this.observed.only(HANDLING).getError()).hasMessage("no clock");
                    assertEnded(this.observed.only(CALL), "closed", "PeerClosedException");
                    assertThat(this.observed.only(CALL).getError()).message().doesNotContain("secret");
                });
    }

    @Test
    void anErrorFrameIsTheServersAnswer(Warnings warnings) {
        warnings.allow("could not be answered");
        served(
                question -> {
                    throw new IllegalStateException("no clock");
                },
                failure -> {
                    assertThat(failure).isNotNull();
                    assertEnded(this.observed.only(HANDLING), "error", "IllegalStateException");
                    assertEnded(this.observed.only(CALL), "error-reply", "ErrorFrameException");
                },
                "peercred.inbound.clock.error-replies=true");
    }

    @Test
    void aRequestThatIsDeniedIsNoFailureOfTheServers(Warnings warnings) {
        warnings.allow("Denied a request");
        this.observed
                .in(Applications.clock(socket()))
                .withBean(Handler.class, () -> new Handler(question -> question))
                .withBean(
                        PeercredInboundGatewayCustomizer.class,
                        () -> (name, gateway) -> gateway.decorateHandler(handler -> request -> {
                            throw new RequestDeniedException("not at night", null);
                        }))
                .run(context -> {
                    assertThat(catchThrowable(() -> context.getBean(VerifiedSocketTemplate.class)
                                    .convertSendAndReceive("clock", "secret", String.class)))
                            .isNotNull();
                    assertEnded(this.observed.only(HANDLING), "denied", "RequestDeniedException");
                });
    }

    @Test
    void aHandlerThatAnswersAfterItsTimeIsATimeout(Warnings warnings) {
        warnings.allow("could not be answered");
        served(
                question -> {
                    Awaitility.await().pollDelay(Duration.ofMillis(400)).until(() -> true);
                    return "late";
                },
                failure -> {
                    assertThat(failure).isNotNull();
                    Awaitility.await().until(() -> this.observed.all(HANDLING).size() == 1);
                    assertThat(Observed.tags(this.observed.only(HANDLING))).containsEntry("outcome", "timeout");
                },
                "peercred.inbound.clock.reply-timeout=200ms");
    }

    @Test
    void aHandlerThatGivesNoAnswerIsAnError(Warnings warnings) {
        warnings.allow("could not be answered");
        served(question -> null, failure -> {
            assertThat(failure).isNotNull();
            assertEnded(this.observed.only(HANDLING), "error", "MessagingException");
        });
    }

    @Test
    void aRequestThatIsNoTextIsThePeersFailure() {
        this.observed
                .in(Applications.clock(socket()))
                .withBean(Handler.class, () -> new Handler(question -> "never"))
                .run(context -> {
                    try (Peer client = Peer.python(
                            "s = connect(argv[0]); send_frame(s, b'\\xff\\xff'); say(len(s.recv(10)))", socket())) {
                        assertThat(client.line()).isEqualTo("0");
                        assertEnded(this.observed.only(HANDLING), "invalid", "BadPayloadException");
                    }
                });
    }

    static class Handler {

        private final UnaryOperator<String> answer;

        Handler(UnaryOperator<String> answer) {
            this.answer = answer;
        }

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        String handle(String question) {
            return this.answer.apply(question);
        }
    }
}
