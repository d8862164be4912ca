package io.peercred.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.RawListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** A descriptor of the process that connected, on whatever kernel this runs (6.5 or newer). */
@Timeout(60)
class PidFdTests {

    @TempDir
    Path directory;

    @AutoClose
    RawListener listener;

    @BeforeEach
    void listen() throws IOException {
        Needs.pinning();
        this.listener = RawListener.at(path());
    }

    private Path path() {
        return this.directory.resolve("s");
    }

    private PidFd accept() throws IOException {
        int socket = this.listener.accept();
        try {
            return PidFd.ofPeer(socket);
        } finally {
            UnixSockets.close(socket);
        }
    }

    @Test
    void namesTheProcessThatConnectedAndSeesItsExit() throws IOException {
        try (Peer peer = Peer.python("s = connect(argv[0]); say('up'); hear()", path());
                PidFd process = accept();
                Epoll epoll = Epoll.open(1)) {
            assertThat(process.pid()).isEqualTo((int) peer.pid());
            assertThat(process.hasExited()).isFalse();
            process.watch(epoll, 7);
            peer.say("go");
            long[] keys = new long[1];
            assertThat(epoll.await(keys)).isEqualTo(1);
            assertThat(keys[0]).isEqualTo(7);
            assertThat(process.hasExited()).isTrue();
            Awaitility.await("reaped").atMost(Duration.ofSeconds(10)).until(() -> process.pid() == PidFd.REAPED);
        }
    }

    /** Kernels from 6.5 to 6.15 say so by an error instead. */
    @Test
    void ofAProcessThatIsLongGoneIsReaped() throws IOException {
        try (Peer peer = Peer.python("s = connect(argv[0])", path())) {
            assertThat(peer.exitCode()).isZero();
            try (PidFd process = accept()) {
                assertThat(process.hasExited()).isTrue();
                assertThat(process.pid()).isEqualTo(PidFd.REAPED);
            } catch (NativeCallException ex) {
                assertThat(ex.errno()).isIn(Errno.EINVAL, Errno.ESRCH);
            }
        }
    }

    @Test
    void isOfTheProcessWhicheverThreadConnected() throws IOException {
        String script = """
                import threading
                t = threading.Thread(target=lambda: globals().update(s=connect(argv[0]))); t.start(); t.join()
                say('up'); hear()
                """;
        try (Peer peer = Peer.python(script, path());
                PidFd process = accept()) {
            assertThat(peer.line()).isEqualTo("up");
            assertThat(process.pid()).isEqualTo((int) peer.pid());
            assertThat(process.hasExited()).isFalse();
        }
    }

    @Test
    void answersNothingOnceItIsClosed() throws IOException {
        int[] pair = UnixSockets.openPair();
        PidFd process = PidFd.ofPeer(pair[0]);
        UnixSockets.close(pair[0]);
        UnixSockets.close(pair[1]);
        process.close();
        process.close();
        assertThatIOException().isThrownBy(process::hasExited).withMessageContaining("not watched any more");
        assertThatIOException().isThrownBy(process::pid).withMessageContaining("not watched any more");
    }
}
