package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Whatever an allowed server says out of turn, no caller reads another's bytes, and no request is sent twice. */
@Timeout(30)
class OddServerTests {

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private Path socket;
    private OutboundClient client;

    @BeforeEach
    void prepare() {
        this.socket = this.directory.resolve("s");
        this.client = this.endpoints.client(TestSettings.at(this.socket));
    }

    private String take(RawConnection connection) throws Exception {
        String request = connection.readFrame();
        this.requests.add(request);
        return request;
    }

    /** The greeting may be earlier or later than our request; read or not, it is never taken for the answer. */
    @Test
    void thatGreetsAndDoesNotReadHasNotAnswered() throws Exception {
        try (RawServer server = new RawServer(this.socket, connection -> {
            connection.sendFrame("welcome");
            connection.awaitGone();
        })) {
            for (int i = 0; i < 20; i++) {
                assertThatExceptionOfType(FrameException.class)
                        .isThrownBy(() -> Endpoints.call(this.client, "secret"))
                        .withMessageMatching(".*(speaks before it is asked|spoke before it had read).*");
            }
            assertThat(server.connections()).isEqualTo(20);
        }
    }

    /** The bytes that it has not read are counted no more once it has closed. */
    @Test
    void thatGreetsAndClosesHasNotAnswered() throws Exception {
        try (RawServer server = new RawServer(this.socket, connection -> connection.sendFrame("welcome"))) {
            for (int i = 0; i < 50; i++) {
                assertThatExceptionOfType(IOException.class).isThrownBy(() -> Endpoints.call(this.client, "secret"));
            }
            assertThat(server.connections()).isEqualTo(50);
        }
    }

    @Test
    void thatSpeaksUnaskedLosesItsConnection() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch spoken = new CountDownLatch(1);
        try (RawServer server = new RawServer(this.socket, connection -> {
            connection.sendFrame("re: " + take(connection));
            if (this.requests.size() == 1) {
                answered.await();
                connection.sendFrame("news");
                spoken.countDown();
            }
            connection.bytesUntilEnd();
        })) {
            assertThat(Endpoints.call(this.client, "one")).isEqualTo("re: one");
            answered.countDown();
            spoken.await();
            assertThat(Endpoints.call(this.client, "two")).isEqualTo("re: two");
            assertThat(server.connections()).isEqualTo(2);
        }
        assertThat(this.requests).containsExactly("one", "two");
    }

    @Test
    void thatAnswersTwiceAtOnceLosesItsConnection() throws Exception {
        try (RawServer server = new RawServer(this.socket, connection -> {
            byte[] answer = RawConnection.frame("re: " + take(connection));
            byte[] twice = new byte[answer.length * 2];
            System.arraycopy(answer, 0, twice, 0, answer.length);
            System.arraycopy(answer, 0, twice, answer.length, answer.length);
            connection.send(twice);
            connection.bytesUntilEnd();
        })) {
            for (int i = 1; i <= 3; i++) {
                assertThat(Endpoints.call(this.client, "" + i)).isEqualTo("re: " + i);
                assertThat(server.connections()).isEqualTo(i);
            }
        }
    }

    /** The second answer is on its way while the next request is, and comes before that was read. */
    @Test
    void thatAnswersTwiceLaterAnswersNobodyElse() throws Exception {
        try (Peer server = Peer.python("""
                import select
                l = listen(argv[0]); say('listening')
                c, _ = l.accept()
                send_frame(c, b're: ' + read_frame(c))
                select.select([c], [], [])
                send_frame(c, b're: one, again')
                c.close()
                while True:
                    c, _ = l.accept(); send_frame(c, b're: ' + read_frame(c))
                """, this.socket)) {
            server.line();
            assertThat(Endpoints.call(this.client, "one")).isEqualTo("re: one");
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> Endpoints.call(this.client, "two"));
            assertThat(Endpoints.call(this.client, "three")).isEqualTo("re: three");
        }
    }

    @Test
    void thatReadsARequestAndClosesGetsItOnce() throws Exception {
        try (RawServer server = new RawServer(this.socket, this::take)) {
            assertThatExceptionOfType(PeerClosedException.class)
                    .isThrownBy(() -> Endpoints.call(this.client, "once"))
                    .withMessageContaining(this.socket.toString());
            assertThat(server.connections()).isEqualTo(1);
        }
        assertThat(this.requests).containsExactly("once");
    }

    @Test
    void thatClosesAKeptConnectionWhileItIsUsedGetsNothingTwice() throws Exception {
        try (RawServer server = new RawServer(this.socket, connection -> {
            connection.sendFrame("re: " + take(connection));
            take(connection);
        })) {
            assertThat(Endpoints.call(this.client, "one")).isEqualTo("re: one");
            assertThatExceptionOfType(PeerClosedException.class).isThrownBy(() -> Endpoints.call(this.client, "two"));
            assertThat(server.connections()).isEqualTo(1);
        }
        assertThat(this.requests).containsExactly("one", "two");
    }

    @Test
    void thatClosedAKeptConnectionIsConnectedToAgain() throws Exception {
        Semaphore ended = new Semaphore(0);
        try (RawServer server = new RawServer(this.socket, connection -> {
            connection.sendFrame("re: " + take(connection));
            connection.close();
            ended.release();
        })) {
            for (int i = 1; i <= 5; i++) {
                assertThat(Endpoints.call(this.client, "" + i)).isEqualTo("re: " + i);
                ended.acquire();
            }
            assertThat(server.connections()).isEqualTo(5);
        }
        assertThat(this.requests).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void thatAnswersAMessageWithoutReplyAnswersNobodyElse() throws Exception {
        try (RawServer server = new RawServer(this.socket, connection -> {
            connection.sendFrame("re: " + take(connection));
            connection.bytesUntilEnd();
        })) {
            this.client.send(this.client.encode(OutgoingMessage.of(new byte[] {'a'})));
            assertThat(Endpoints.call(this.client, "b")).isEqualTo("re: b");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    /** A stream that it has ended unread looks, to a reader, like one that it has ended after the message. */
    @Test
    void thatEndsTheConnectionWithoutReadingAMessageHasNotTakenIt() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        try (RawServer server = new RawServer(this.socket, connection -> {
            connection.awaitBytes();
            connection.endOutput();
            told.await();
        })) {
            Frame message = this.client.encode(OutgoingMessage.of(new byte[] {'a'}));
            assertThatExceptionOfType(PeerClosedException.class).isThrownBy(() -> this.client.send(message));
            told.countDown();
            assertThat(server.connections()).isEqualTo(1);
        }
    }
}
