package io.peercred.connection;

import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A server cannot hold its client by being slow: the deadline is one over the whole exchange. */
@Timeout(30)
class SlowServerTests {

    private static final Duration TIMEOUT = Duration.ofMillis(400);

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private Path socket;
    private OutboundClient client;

    @BeforeEach
    void prepare() {
        this.socket = this.directory.resolve("s");
        this.client = this.endpoints.client(
                TestSettings.at(this.socket).replyTimeout(TIMEOUT).maxMessageSize(8 << 20));
    }

    private void assertTimesOut(String request) {
        long sockets = Resources.sockets();
        long start = System.nanoTime();
        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(() -> Endpoints.call(this.client, request))
                .withMessageContaining(this.socket.toString())
                .withMessageContaining("400 ms");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(TIMEOUT, Duration.ofSeconds(10));
        Resources.awaitSockets(sockets);
    }

    @Test
    void thatNeverAnswers() throws Exception {
        try (RawServer server = new RawServer(this.socket, RawConnection::bytesUntilEnd)) {
            assertTimesOut("x");
            assertTimesOut("x");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void thatTricklesItsAnswer() throws Exception {
        try (RawServer server = new RawServer(this.socket, connection -> {
            connection.readFrame();
            connection.send((byte) 0, (byte) 0, (byte) 16, (byte) 0);
            connection.awaitGone();
        })) {
            assertTimesOut("x");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void thatDoesNotTakeABigRequest() throws Exception {
        try (RawServer server = new RawServer(this.socket, connection -> {
            connection.read(10);
            connection.awaitGone();
        })) {
            assertTimesOut("x".repeat(8 << 20));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    /** The time that connecting may wait in one go is none of the exchange. */
    @Test
    void thatTakesABigRequestLateIsWaitedFor() throws Exception {
        String request = "x".repeat(8 << 20);
        try (RawServer server = new RawServer(this.socket, connection -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            connection.sendFrame(String.valueOf(connection.readFrame().length()));
        })) {
            OutboundClient patient = this.endpoints.client(TestSettings.at(this.socket)
                    .maxMessageSize(request.length())
                    .maxFileDescriptors(1));
            assertThat(Endpoints.call(patient, request)).isEqualTo(String.valueOf(request.length()));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void thatAnswersAMessageWithoutReplyHasTakenIt() throws Exception {
        try (RawServer server = new RawServer(this.socket, connection -> {
            assertThat(connection.readFrame()).isEqualTo("x");
            assertThat(connection.bytesUntilEnd()).isZero();
            connection.awaitGone();
        })) {
            // The first byte that comes back says that the message was taken.
            this.client.send(this.client.encode(OutgoingMessage.of(new byte[] {'x'})));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void whoseBacklogIsFull() throws Exception {
        try (FullBacklog server = new FullBacklog(this.socket)) {
            OutboundClient impatient =
                    this.endpoints.client(TestSettings.at(this.socket).connectTimeout(TIMEOUT));
            long sockets = Resources.sockets();
            long start = System.nanoTime();
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> Endpoints.call(impatient, "x"))
                    .withMessageContaining(this.socket.toString())
                    .withMessageContaining("backlog is full");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(TIMEOUT, Duration.ofSeconds(8));
            assertThat(server).isNotNull();
            Resources.awaitSockets(sockets);
        }
    }

    @Test
    void thatTakesTheWholeTimeOfOneCallDoesNotTakeTheNextOnes() throws Exception {
        this.endpoints.serve(TestSettings.at(this.socket), (payload, connection) -> {
            if (payload.length == 4) {
                long start = System.nanoTime();
                Awaitility.await().until(() -> System.nanoTime() - start > TIMEOUT.toNanos() * 2);
            }
            return payload;
        });
        assertTimesOut("slow");
        assertThat(Endpoints.call(this.client, "quick")).isEqualTo("quick");
    }
}
