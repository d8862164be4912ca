package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.PassedDescriptors;
import io.peercred.platform.UnixAddress;
import io.peercred.platform.UnixSockets;
import io.peercred.testing.LingeringSocket;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Whoever is not served does not say how long closing takes, nor how many descriptors that costs. */
@Timeout(60)
class RefusedSocketsTests {

    private static final String THREADS = "peercred-closing-refused";

    @TempDir
    Path directory;

    @AutoClose
    Peer peer;

    private final List<Boolean> gate = new CopyOnWriteArrayList<>();
    private final Endpoint endpoint = new Endpoint("closing", Direction.INBOUND, "@closing");
    private final RefusedSockets refused = new RefusedSockets(this.endpoint, this.gate::add);
    private Path socket;
    private int listener;

    @BeforeEach
    void listen() throws IOException {
        this.socket = this.directory.resolve("s");
        this.listener = UnixSockets.open();
        UnixSockets.bind(this.listener, new UnixAddress(this.socket.toString()), 0600);
        UnixSockets.listen(this.listener, 200);
    }

    @AfterEach
    void close() throws IOException {
        UnixSockets.close(this.listener);
        this.refused.stop();
    }

    /** Connections that have sent what this says, before anybody accepts them. */
    private List<Integer> connections(int count, String script) throws IOException {
        this.peer = Peer.python(LingeringSocket.SENDING + script + "\nsay('sent'); hear()", this.socket);
        assertThat(this.peer.line()).isEqualTo("sent");
        List<Integer> accepted = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            accepted.add(UnixSockets.accept(this.listener));
        }
        return accepted;
    }

    private static void assertClosed(int fd) {
        assertThatExceptionOfType(NativeCallException.class).isThrownBy(() -> UnixSockets.peerCredentials(fd));
    }

    private static long threads() {
        return Resources.threads(THREADS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatHoldsBytesAloneIsClosedAtOnceAndByNoOther(boolean credentials) throws IOException {
        if (credentials) {
            UnixSockets.passCredentials(this.listener);
        }
        for (int fd : connections(3, """
                kept = [connect(argv[0]) for i in range(3)]
                kept[1].sendall(b'x' * 50000); kept[2].sendall(b'x'); kept[2].sendall(b'y')
                """)) {
            this.refused.close(fd);
            assertClosed(fd);
        }
        assertThat(threads()).isZero();
        assertThat(this.gate).isEmpty();
    }

    @Test
    void lookingForDescriptorsOpensNone() throws IOException {
        long before = Resources.descriptors();
        for (int fd : connections(1, "s = connect(argv[0]); socket.send_fds(s, [b'x'], [0, 0])")) {
            this.refused.close(fd);
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(Resources.descriptors()).isLessThanOrEqualTo(before + 3));
        assertThat(this.gate).isEmpty();
    }

    @Test
    void whatClosesSlowlyHoldsNobodyUpAndWhereItIsMuchNoMoreIsLetIn() throws IOException {
        long before = Resources.sockets();
        List<Integer> accepted = connections(72, """
                for c in [lingering(40) for i in range(8)]:
                    s = connect(argv[0]); send_lingering(s, c)
                for i in range(64):
                    s = connect(argv[0]); socket.send_fds(s, [b'x'], [0])
                """);
        long start = System.nanoTime();
        for (int fd : accepted.subList(0, 63)) {
            this.refused.close(fd);
        }
        assertThat(threads()).isEqualTo(8);
        assertThat(this.gate).isEmpty();
        for (int fd : accepted.subList(63, accepted.size())) {
            this.refused.close(fd);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(this.gate).containsExactly(false);
        // But for the eight that are being closed.
        Awaitility.await().untilAsserted(() -> assertThat(Resources.sockets()).isEqualTo(before + 64));

        this.peer.close(); // And with it the other ends of what it had sent.
        Awaitility.await().untilAsserted(() -> assertThat(this.gate).containsExactly(false, true));
        Resources.awaitSockets(before);
        Awaitility.await().untilAsserted(() -> assertThat(threads()).isZero());
    }

    /** Bytes that peeking does not show, or not all: out of band, many, and of two writers. */
    @Test
    void wherePassingIsNotPermittedNothingIsLookedFor() throws IOException {
        Needs.passRights();
        Needs.root();
        PassedDescriptors.permit(this.listener, false);
        UnixSockets.passCredentials(this.listener);
        for (int fd : connections(3, """
                kept = [connect(argv[0]) for i in range(3)]
                kept[0].send(b'!', socket.MSG_OOB); kept[1].sendall(b'x' * 150000)
                for uid in (1001, 1002): kept[2].sendmsg([b'x'], [(1, 2, struct.pack('iII', os.getpid(), uid, uid))])
                """)) {
            this.refused.close(fd);
            assertClosed(fd);
        }
        assertThat(threads()).isZero();
    }

    @Test
    void withoutThreadsNoneIsLost() throws IOException {
        RefusedSockets alone = new RefusedSockets(this.gate::add, task -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        for (int fd : connections(1, "s = connect(argv[0]); socket.send_fds(s, [b'x'], [0])")) {
            assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> alone.close(fd));
            assertClosed(fd);
        }
    }
}
