package io.peercred.connection;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** A request that cannot be answered gets an error frame, where the server sends these, and its connection stays. */
@Timeout(60)
class ErrorReplyTests {

    private static final String FAILED = "{\"error\":\"failed\",\"message\":\"The request could not be answered.\"}";
    private static final String TIMEOUT =
            "{\"error\":\"timeout\",\"message\":\"The request was not answered in time.\"}";

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private final CountDownLatch release = new CountDownLatch(1);
    private Path socket;
    private TestSettings settings;

    @BeforeEach
    void prepare() {
        this.socket = this.directory.resolve("s");
        this.settings = TestSettings.at(this.socket).errorReplies();
    }

    private static OutgoingMessage moody(InboundRequest request) throws Exception {
        String text = new String(request.payload(), StandardCharsets.UTF_8);
        if (text.startsWith("interrupt")) {
            Thread.currentThread().interrupt();
        }
        switch (text) {
            case "throw", "interrupt and throw" -> throw new IllegalStateException("a secret of the application");
            case "unreadable" -> throw new BadPayloadException("not what is taken here");
            case "large" -> {
                return OutgoingMessage.of(new byte[2 << 20]);
            }
            case "closed file" -> {
                return new OutgoingMessage(request.payload(), null, List.of(new FileDescriptor()));
            }
            default -> {
                return OutgoingMessage.of(request.payload());
            }
        }
    }

    @Test
    void aHandlerThatThrowsIsToldInFixedWordsAndTheNextRequestIsAnswered(Warnings warnings) throws IOException {
        this.endpoints.serveRequests(this.settings, ErrorReplyTests::moody);
        try (RawConnection client = RawConnection.to(this.socket)) {
            assertThat(client.sendFrame("throw").readErrorFrame()).isEqualTo(FAILED);
            assertThat(client.sendFrame("fine").readFrame()).isEqualTo("fine");
            assertThat(client.sendFrame("interrupt and throw").readErrorFrame()).isEqualTo(FAILED);
            assertThat(client.sendFrame("interrupt").readFrame()).isEqualTo("interrupt");
        }
        assertThat(warnings.await("its request could not be answered"))
                .startsWith("Answered test-")
                .contains("with the error 'failed'")
                .contains("a secret of the application");
        assertThat(this.endpoints.counters.handlerFailures()).isEqualTo(2);
    }

    @Test
    void requestsThatAreWrittenTogetherAreAnsweredInTheirOrder(Warnings warnings) throws IOException {
        warnings.allow("its request could not be answered");
        this.endpoints.serveRequests(this.settings, ErrorReplyTests::moody);
        try (RawConnection client = RawConnection.to(this.socket)) {
            client.sendFrame("one").sendFrame("throw").sendFrame("two").sendFrame("throw");
            client.endOutput();
            assertThat(client.readFrame()).isEqualTo("one");
            assertThat(client.readErrorFrame()).isEqualTo(FAILED);
            assertThat(client.readFrame()).isEqualTo("two");
            assertThat(client.readErrorFrame()).isEqualTo(FAILED);
            assertThat(client.bytesUntilEnd()).isZero();
        }
    }

    @Test
    void aPayloadThatIsNoneOfTheEndpointsIsABadRequestAndFillsNoLog() throws IOException {
        this.endpoints.serveRequests(this.settings, ErrorReplyTests::moody);
        try (RawConnection client = RawConnection.to(this.socket)) {
            assertThat(client.sendFrame("unreadable").readErrorFrame()).contains("\"bad-request\"");
            assertThat(client.sendFrame("fine").readFrame()).isEqualTo("fine");
        }
        assertThat(this.endpoints.counters.badFrames()).isOne();
        assertThat(this.endpoints.counters.handlerFailures()).isZero();
    }

    @Test
    void aReplyThatCannotBeSentIsToldBeforeAByteOfItIs(Warnings warnings) throws IOException {
        this.endpoints.serveRequests(this.settings, ErrorReplyTests::moody);
        try (RawConnection client = RawConnection.to(this.socket)) {
            assertThat(client.sendFrame("large").readErrorFrame()).contains("\"too-large\"");
            assertThat(client.sendFrame("closed file").readErrorFrame()).isEqualTo(FAILED);
            assertThat(client.sendFrame("fine").readFrame()).isEqualTo("fine");
        }
        warnings.await("2097152 bytes, more than the 1048576 of max-message-size");
        warnings.await("its reply could not be sent");
    }

    private InboundServer serveSlowly(Duration replyTimeout) throws IOException {
        return this.endpoints.serve(this.settings.replyTimeout(replyTimeout), (payload, connection) -> {
            if (new String(payload, StandardCharsets.UTF_8).startsWith("slow")) {
                this.release.await();
            }
            return payload;
        });
    }

    @Test
    void whoeverAsksIsToldAtTheReplyTimeoutAndTheLateAnswerGoesNowhere(Warnings warnings) throws IOException {
        serveSlowly(Duration.ofMillis(200));
        try (RawConnection client = RawConnection.to(this.socket)) {
            assertThat(client.sendFrame("slow").readErrorFrame()).isEqualTo(TIMEOUT);
            client.sendFrame("next");
            this.release.countDown();
            assertThat(client.readFrame()).isEqualTo("next");
            client.endOutput();
            assertThat(client.bytesUntilEnd()).isZero();
        }
        warnings.await("The application answered after its reply-timeout");
    }

    /** However close the answer and the time-out come, a request gets one of them, whole, before the next gets its own. */
    @Test
    void anAnswerThatMeetsItsTimeoutIsOneOfTheTwo(Warnings warnings) throws IOException {
        warnings.allow("The application answered after its reply-timeout");
        long timeout = TimeUnit.MILLISECONDS.toNanos(4);
        this.endpoints.serve(this.settings.replyTimeout(Duration.ofNanos(timeout)), (payload, connection) -> {
            long delay = timeout + (Integer.parseInt(new String(payload, StandardCharsets.UTF_8)) % 20 - 15) * 40_000L;
            for (long end = System.nanoTime() + delay; System.nanoTime() < end; ) {
                Thread.onSpinWait();
            }
            return payload;
        });
        int timeouts = 0;
        try (RawConnection client = RawConnection.to(this.socket)) {
            for (int i = 0; i < 300; i++) {
                client.sendFrame("" + i);
                int length = ByteBuffer.wrap(client.read(4)).getInt();
                String answer = new String(client.read(length & 0x7FFFFFFF), StandardCharsets.UTF_8);
                assertThat(answer).isEqualTo(length < 0 ? TIMEOUT : "" + i);
                timeouts += length < 0 ? 1 : 0;
            }
            client.endOutput();
            assertThat(client.bytesUntilEnd()).isZero();
        }
        assertThat(timeouts).isPositive();
    }

    /** The timer's thread is everybody's. */
    @Test
    void aPeerThatDoesNotReadIsNotWaitedForAtTheTimeout(Warnings warnings) throws Exception {
        this.endpoints.serve(this.settings.replyTimeout(Duration.ofMillis(200)), (payload, connection) -> {
            if (payload.length > 0) {
                while (connection.socket().writeAtOnce(ByteBuffer.wrap(new byte[1000]))) {
                    continue;
                }
            }
            this.release.await();
            return null;
        });
        try (RawConnection deaf = RawConnection.to(this.socket);
                RawConnection client = RawConnection.to(this.socket)) {
            deaf.sendFrame("fill it");
            for (int i = 0; i < 3; i++) {
                try (RawConnection other = RawConnection.to(this.socket)) {
                    assertThat(other.sendFrame("").readErrorFrame()).isEqualTo(TIMEOUT);
                }
            }
            assertThat(client.sendFrame("").readErrorFrame()).isEqualTo(TIMEOUT);
            deaf.bytesUntilEnd();
        } finally {
            this.release.countDown();
        }
        assertThat(warnings.await("The application answered after its reply-timeout"))
                .isNotEmpty();
        Awaitility.await()
                .until(() -> warnings.count("Ended test-") == 1 && warnings.count("with the error 'timeout'") == 4);
    }

    @Test
    void aHandlerThatFailsLateAndInterruptedKeepsItsConnectionToo(Warnings warnings) throws IOException {
        this.endpoints.serve(this.settings.replyTimeout(Duration.ofMillis(200)), (payload, connection) -> {
            if (payload.length > 0) {
                this.release.await();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("late, too");
            }
            return payload;
        });
        try (RawConnection client = RawConnection.to(this.socket)) {
            assertThat(client.sendFrame("slow").readErrorFrame()).isEqualTo(TIMEOUT);
            this.release.countDown();
            assertThat(client.sendFrame("").readFrame()).isEmpty();
        }
        assertThat(warnings.await("late, too")).contains("with the error 'timeout'");
    }

    @Test
    void aHandlerThatDeniesLateAndInterruptedKeepsItsConnectionToo(Warnings warnings) throws IOException {
        this.endpoints.serve(this.settings.replyTimeout(Duration.ofMillis(200)), (payload, connection) -> {
            if (payload.length > 0) {
                this.release.await();
                Thread.currentThread().interrupt();
                throw new RequestDeniedException("late, too", null);
            }
            return payload;
        });
        try (RawConnection client = RawConnection.to(this.socket)) {
            assertThat(client.sendFrame("slow").readErrorFrame()).isEqualTo(TIMEOUT);
            this.release.countDown();
            assertThat(client.sendFrame("").readFrame()).isEmpty();
        }
        warnings.await("Denied a request");
    }

    @Test
    void whatIsSaidAtTheTimeoutCounts(Warnings warnings) throws IOException {
        InboundServer server = serveSlowly(Duration.ofMillis(200));
        try (RawConnection client = RawConnection.to(this.socket)) {
            assertThat(client.sendFrame("slow").readErrorFrame()).isEqualTo(TIMEOUT);
            this.release.countDown();
            assertThat(client.sendFrame("").readFrame()).isEmpty();
            Awaitility.await("what is counted behind the write")
                    .until(() -> server.connections().get(0).bytesSent() == 4 + TIMEOUT.length() + 4);
        }
        warnings.await("The application answered after its reply-timeout");
    }

    @Test
    void aReplyThatWasBegunIsFollowedByTheEndAndNoError() throws IOException {
        byte[] reply = new byte[8 << 20];
        this.endpoints.serve(
                this.settings.maxMessageSize(reply.length).writeTimeout(Duration.ofMillis(300)),
                (payload, connection) -> reply);
        try (RawConnection client = RawConnection.to(this.socket)) {
            client.sendFrame("x");
            assertThat(ByteBuffer.wrap(client.read(4)).getInt()).isEqualTo(reply.length);
            Awaitility.await().until(() -> this.endpoints.counters.timeouts() == 1);
            byte[] rest = client.read(reply.length);
            assertThat(rest).hasSizeLessThan(reply.length).containsOnly(0);
        }
    }

    @Test
    void whatBreaksTheFramingEndsItsConnectionAndNothingIsSaid() throws IOException {
        this.endpoints.serve(this.settings.maxMessageSize(100).readTimeout(Duration.ofMillis(300)));
        for (String broken : List.of("80000000", "80000001AA", "00000065", "00000005AA")) {
            try (RawConnection client = RawConnection.to(this.socket)) {
                client.send(HexFormat.of().parseHex(broken));
                assertThat(client.bytesUntilEnd()).as(broken).isZero();
            }
        }
        assertThat(this.endpoints.counters.requests()).isZero();
    }

    @Test
    void aPeerThatIsRejectedIsToldNothing(Warnings warnings) throws IOException {
        this.endpoints.serve(this.settings.uids(4242L));
        try (RawConnection client = RawConnection.to(this.socket)) {
            assertThat(client.bytesUntilEnd()).isZero();
        }
        warnings.await("expected uid 4242");
    }

    @Test
    void aMessageThatIsRejectedIsToldNothing(Warnings warnings) throws IOException {
        Needs.root();
        SocketPaths.mode(0755, this.directory);
        this.endpoints.serve(this.settings.uids(1001L).judgesMessages());
        try (Peer root = Peer.python("""
                s = connect(argv[0]); send_frame(s, b'as root'); say(outcome(lambda: s.recv(100))); hear()
                """, this.socket)) {
            assertThat(root.line()).isIn("b''", "ConnectionResetError");
        }
        warnings.await("actual uid 0 (root)");
    }

    @Test
    void whoIsBeingServedAtAnOrderlyStopIsToldToo(Warnings warnings) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        InboundServer server = this.endpoints.serve(this.settings, (payload, connection) -> {
            asked.countDown();
            this.release.await();
            throw new IllegalStateException("late and in vain");
        });
        try (RawConnection client = RawConnection.to(this.socket)) {
            client.sendFrame("last");
            asked.await();
            CompletableFuture<Void> stopped = server.stop();
            this.release.countDown();
            assertThat(client.readErrorFrame()).isEqualTo(FAILED);
            assertThat(client.bytesUntilEnd()).isZero();
            stopped.get(10, TimeUnit.SECONDS);
        }
        warnings.await("late and in vain");
    }

    /** In Python, so that nobody shares a mistake of ours. */
    @Test
    void aClientInAnotherLanguageTellsTheErrorFromAnAnswer(Warnings warnings) throws IOException {
        this.endpoints.serveRequests(this.settings, ErrorReplyTests::moody);
        try (Peer client = Peer.python("""
                import json
                s = connect(argv[0])
                def ask(data):
                    send_frame(s, data)
                    length, = struct.unpack('>I', read_exactly(s, 4))
                    payload = read_exactly(s, length & 0x7fffffff)
                    return json.loads(payload) if length >> 31 else payload.decode()
                for question in b'one', b'throw', b'two', b'unreadable', b'three':
                    answer = ask(question)
                    say(answer if isinstance(answer, str) else '%s: %s' % (answer['error'], answer['message']))
                """, this.socket)) {
            assertThat(client.line()).isEqualTo("one");
            assertThat(client.line()).isEqualTo("failed: The request could not be answered.");
            assertThat(client.line()).isEqualTo("two");
            assertThat(client.line()).isEqualTo("bad-request: The request is not what is expected here.");
            assertThat(client.line()).isEqualTo("three");
        }
        warnings.await("its request could not be answered");
    }
}
