package io.peercred.connection;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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

import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerVerification.NamedVerifier;
import io.peercred.platform.UnixSockets;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** Stopping takes nobody new, ends who is idle, and waits for the requests in progress; aborting waits for nothing. */
@Timeout(30)
class OrderlyStopTests {

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private Path socket;
    private InboundServer server;

    @BeforeEach
    void serve() throws IOException {
        this.socket = this.directory.resolve("s");
        this.server = this.endpoints.serve(TestSettings.at(this.socket), (payload, connection) -> {
            if (payload.length > 0) {
                this.asked.countDown();
                this.answer.await();
            }
            return payload;
        });
    }

    @Test
    void endsWhatIsIdle() throws Exception {
        try (RawConnection silent = RawConnection.to(this.socket);
                RawConnection idle = RawConnection.to(this.socket)) {
            assertThat(idle.sendFrame("").readFrame()).isEmpty();
            this.server.stop().get(10, TimeUnit.SECONDS);
            assertThat(silent.bytesUntilEnd()).isZero();
            assertThat(idle.bytesUntilEnd()).isZero();
        }
    }

    @Test
    void answersWhatWasAskedBeforeAndNothingMore() throws Exception {
        try (RawConnection client = RawConnection.to(this.socket)) {
            client.sendFrame("first").sendFrame("second");
            this.asked.await();
            CompletableFuture<Void> stopped = this.server.stop();
            assertThat(this.socket).doesNotExist();
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> Endpoints.call(this.endpoints.client(TestSettings.at(this.socket)), "x"));
            assertThat(stopped).isNotDone();
            this.answer.countDown();
            assertThat(client.readFrame()).isEqualTo("first");
            assertThat(client.readFrame()).isEqualTo("second");
            assertThat(client.bytesUntilEnd()).isZero();
            stopped.get(10, TimeUnit.SECONDS);
        }
        assertThat(this.endpoints.counters.requests()).isEqualTo(2);
    }

    /** Larger than a socket holds, so that it cannot have been written before. */
    @Test
    void answersWhatIsUnderWayAndWaitsForItNoLongerThanTheReadTimeout() throws Exception {
        byte[] frame = RawConnection.frame("x".repeat(1 << 19));
        Path other = this.directory.resolve("other");
        InboundServer echo = this.endpoints.serve(TestSettings.at(other).readTimeout(Duration.ofSeconds(2)));
        try (RawConnection client = RawConnection.to(other);
                RawConnection stalled = RawConnection.to(other)) {
            stalled.send((byte) 0, (byte) 0);
            client.send(Arrays.copyOf(frame, 300_000)); // More than fits, so that it is being read.
            CompletableFuture<Void> stopped = echo.stop();
            client.send(Arrays.copyOfRange(frame, 300_000, frame.length));
            assertThat(client.readFrame()).hasSize(1 << 19);
            assertThatIOException().isThrownBy(() -> client.sendFrame("too late"));
            assertThat(stalled.bytesUntilEnd()).isZero();
            stopped.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatIsWrittenAfterwardsFailsAtOnceSoThatItsWriterKnows() throws Exception {
        try (RawConnection client = RawConnection.to(this.socket)) {
            client.sendFrame("in progress");
            this.asked.await();
            this.server.stop();
            assertThatIOException().isThrownBy(() -> client.sendFrame("too late"));
            this.answer.countDown();
            assertThat(client.readFrame()).isEqualTo("in progress");
        }
        assertThat(this.endpoints.counters.requests()).isEqualTo(1);
    }

    @Test
    void whoHadConnectedBeforeAndWasNotAcceptedYetIsServed() throws Exception {
        List<RawConnection> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                waiting.add(RawConnection.to(this.socket).sendFrame(""));
            }
            CompletableFuture<Void> stopped = this.server.stop();
            for (RawConnection each : waiting) {
                assertThat(each.readFrame()).isEmpty();
            }
            stopped.get(10, TimeUnit.SECONDS);
        } finally {
            for (RawConnection each : waiting) {
                each.close();
            }
        }
    }

    /** There the end of the stream ends the request, so that taking no more would cut short what is under way. */
    @Test
    void whoHadAskedBeforeIsServedTooWhereTheStreamEndsTheRequest() throws Exception {
        TestSettings raw = TestSettings.at(this.directory.resolve("raw")).codec("raw");
        InboundServer other = this.endpoints.serve(raw);
        List<RawConnection> waiting = new ArrayList<>();
        try (RawConnection halfway =
                RawConnection.to(this.directory.resolve("raw")).send((byte) 'a')) {
            for (int i = 0; i < 50; i++) {
                waiting.add(RawConnection.to(this.directory.resolve("raw")).send((byte) 'x'));
                waiting.get(i).endOutput();
            }
            CompletableFuture<Void> stopped = other.stop();
            for (RawConnection each : waiting) {
                assertThat(each.read(2)).containsExactly('x');
            }
            assertThat(stopped).isNotDone();
            halfway.send((byte) 'b').endOutput();
            assertThat(halfway.read(3)).containsExactly('a', 'b');
            stopped.get(10, TimeUnit.SECONDS);
        } finally {
            for (RawConnection each : waiting) {
                each.close();
            }
        }
    }

    /** Some have not even been accepted: one cannot be served, and that is its own trouble. */
    @Test
    void oneThatCannotBeServedDoesNotCostTheOthersTheirs() throws Exception {
        Path other = this.directory.resolve("other");
        List<Integer> admitted = new ArrayList<>();
        CountDownLatch ended = new CountDownLatch(1);
        Acceptor acceptor = new Acceptor(
                TestSettings.at(other).inbound().endpoint(),
                SocketBinder.bind(TestSettings.at(other).bind(), false),
                fd -> {
                    UnixSockets.close(fd);
                    admitted.add(fd);
                    if (admitted.size() == 1) {
                        throw new OutOfMemoryError("no thread");
                    }
                },
                this.endpoints.counters,
                ended::countDown);
        try (RawConnection one = RawConnection.to(other);
                RawConnection two = RawConnection.to(other);
                RawConnection three = RawConnection.to(other)) {
            acceptor.stop();
            acceptor.run();
            assertThat(ended.getCount()).isZero();
            assertThat(admitted).hasSize(3);
        }
    }

    @Test
    void stoppingAgainChangesNothing() throws Exception {
        this.server.stop().get(10, TimeUnit.SECONDS);
        this.server.stop().get(10, TimeUnit.SECONDS);
        this.server.abort();
    }

    @Test
    void abortingEndsAHandlerThatHangs(Warnings warnings) throws Exception {
        warnings.allow("could not be answered");
        try (RawConnection client = RawConnection.to(this.socket)) {
            client.sendFrame("never answered");
            this.asked.await();
            CompletableFuture<Void> stopped = this.server.stop();
            assertThat(stopped).isNotDone();
            this.server.abort();
            stopped.get(10, TimeUnit.SECONDS);
            assertThat(client.bytesUntilEnd()).isZero();
        }
    }

    @Test
    void abortingEndsAVerifierThatHangs(Warnings warnings) throws Exception {
        CountDownLatch judging = new CountDownLatch(1);
        Path other = this.directory.resolve("other");
        InboundServer slow =
                this.endpoints.serve(TestSettings.at(other).verifiers(new NamedVerifier("slow", (peer, endpoint) -> {
                    assertThat(endpoint.direction()).isEqualTo(Direction.INBOUND);
                    judging.countDown();
                    try {
                        this.answer.await();
                    } catch (InterruptedException ex) {
                        throw new IllegalStateException(ex);
                    }
                })));
        try (RawConnection client = RawConnection.to(other)) {
            judging.await();
            slow.abort();
            slow.stop().get(10, TimeUnit.SECONDS);
            assertThat(client.bytesUntilEnd()).isZero();
            warnings.await("a verifier failed");
        }
    }

    /** What it serves may be closed by then. */
    @Test
    void nothingIsDispatchedAfterAbortingThoughAVerifierAcceptsAtLast() throws Exception {
        CountDownLatch judging = new CountDownLatch(1);
        Path other = this.directory.resolve("other");
        InboundServer slow =
                this.endpoints.serve(TestSettings.at(other).verifiers(new NamedVerifier("slow", (peer, endpoint) -> {
                    judging.countDown();
                    awaitAnswerWhoeverInterrupts();
                })));
        try (RawConnection client = RawConnection.to(other).sendFrame("before")) {
            judging.await();
            slow.abort();
            this.answer.countDown();
            assertThat(client.bytesUntilEnd()).isZero();
            slow.stop().get(10, TimeUnit.SECONDS);
        }
        assertThat(this.endpoints.counters.requests()).isZero();
    }

    @Test
    void abortingEndsAReplyThatNobodyTakes() throws Exception {
        Path other = this.directory.resolve("other");
        InboundServer big = this.endpoints.serve(
                TestSettings.at(other).writeTimeout(Duration.ofMinutes(1)).maxMessageSize(8 << 20),
                (payload, connection) -> new byte[8 << 20]);
        try (RawConnection client = RawConnection.to(other)) {
            client.sendFrame("much");
            assertThat(client.read(1)).hasSize(1);
            CompletableFuture<Void> stopped = big.stop();
            assertThat(stopped).isNotDone();
            big.abort();
            stopped.get(10, TimeUnit.SECONDS);
        }
    }

    /** An interruption that a handler leaves behind would close the channel that its reply goes through. */
    @Test
    void aHandlerThatLeavesItsThreadInterruptedIsStillAnswered() throws IOException {
        TestSettings other = TestSettings.at(this.directory.resolve("other"));
        this.endpoints.serve(other, (payload, connection) -> {
            Thread.currentThread().interrupt();
            return payload;
        });
        OutboundClient client = this.endpoints.client(other);
        for (int i = 0; i < 3; i++) {
            assertThat(Endpoints.call(client, "call " + i)).isEqualTo("call " + i);
        }
    }

    @Test
    void leavesNoThreadAndNoSocket() throws Exception {
        long sockets = Resources.sockets();
        TestSettings settings = TestSettings.at(this.directory.resolve("other"));
        for (int i = 0; i < 20; i++) {
            InboundServer each = this.endpoints.serve(settings);
            OutboundClient client = this.endpoints.client(settings);
            assertThat(Endpoints.call(client, "x")).isEqualTo("x");
            each.stop().get(10, TimeUnit.SECONDS);
            client.close();
        }
        Resources.awaitSockets(sockets);
        this.server.stop().get(10, TimeUnit.SECONDS);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> Resources.threads("peercred-test-") == 0);
    }

    private void awaitAnswerWhoeverInterrupts() {
        while (this.answer.getCount() > 0) {
            try {
                this.answer.await();
            } catch (InterruptedException ex) {
                continue;
            }
        }
    }
}
