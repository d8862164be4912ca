package io.peercred.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.credentials.ProcessPolicy;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** Connections whose connecting process exits while a child holds them on ({@code close-when-peer-exits}). */
@Timeout(60)
class PeerExitTests {

    private static final ProcessPolicy MUST_LIVE = new ProcessPolicy(Set.of(), Set.of(), true);

    /**
     * Who connects exits when it is told; its child says what it reads then: an answer, or the end. The peer itself stays,
     * for with it Java would close the pipe that the child speaks by.
     */
    private static final String LEAVE_IT_TO_A_CHILD = """
            def ask(what):
                send_frame(s, what); return read_frame(s).decode()
            r, w = os.pipe()
            first = os.fork()
            if first == 0:
                os.close(w)
                s = connect(argv[0]); say(ask(b'first'))
                if os.fork() == 0:
                    say(ask(b'of the child'))
                    os.read(r, 1)
                    s.settimeout(float(argv[1]))
                    try: say('read', len(s.recv(1)))
                    except TimeoutError: say('goes on:', ask(b'still'))
                    os._exit(0)
                hear(); os._exit(0)
            say('left', os.waitpid(first, 0)[1])
            os.close(w); hear()
            """;

    private static final String CONNECT_AND_LEAVE_AT_ONCE = """
            for i in range(int(argv[1])):
                child = os.fork()
                if child == 0:
                    s = connect(argv[0])
                    if os.fork() == 0:
                        try:
                            while s.recv(1): pass
                        except ConnectionResetError: pass
                        say('end'); os._exit(0)
                    os._exit(0)
                os.waitpid(child, 0)
            hear()
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void needsPinning() {
        Needs.pinning();
    }

    private Path path() {
        return this.directory.resolve("s");
    }

    private static void leave(Peer peer) {
        assertThat(peer.line()).isEqualTo("first");
        assertThat(peer.line()).isEqualTo("of the child");
        // By now nobody serves it but the thread that waits for idle ones.
        Awaitility.await("idle").until(() -> Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().matches("peercred-test-\\d+"))
                .flatMap(thread -> Stream.of(thread.getValue()))
                .noneMatch(frame -> frame.getClassName().endsWith("InboundConnection")));
        peer.say("go");
        assertThat(peer.line()).isEqualTo("left 0");
    }

    @Test
    void endWithThatProcessThoughTheyAreIdle() throws IOException {
        try (EchoServer server = EchoServer.at(TestSettings.at(path()).process(MUST_LIVE));
                Peer peer = Peer.python(LEAVE_IT_TO_A_CHILD, path(), 20)) {
            leave(peer);
            assertThat(peer.line()).isEqualTo("read 0");
            assertThat(server.counters().requests()).isEqualTo(2);
        }
    }

    @Test
    void goOnWithoutTheKey() throws IOException {
        try (EchoServer server = EchoServer.at(TestSettings.at(path()));
                Peer peer = Peer.python(LEAVE_IT_TO_A_CHILD, path(), 0.3)) {
            leave(peer);
            assertThat(peer.line()).isEqualTo("goes on: still");
            assertThat(server.counters().requests()).isEqualTo(3);
        }
    }

    @Test
    void endThoughTheProcessWasGoneBeforeTheyWereServedAndLeaveNothing() throws IOException {
        int count = 50;
        long before = descriptors();
        try (EchoServer server = EchoServer.at(TestSettings.at(path()).process(MUST_LIVE));
                Peer peer = Peer.python(CONNECT_AND_LEAVE_AT_ONCE, path(), count)) {
            for (int i = 0; i < count; i++) {
                assertThat(peer.line()).isEqualTo("end");
            }
            assertThat(server.counters().rejected()).isZero();
        }
        Awaitility.await().untilAsserted(() -> assertThat(descriptors()).isLessThan(before + count / 2));
        Awaitility.await("no thread waits").until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("peercred-exits")));
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
