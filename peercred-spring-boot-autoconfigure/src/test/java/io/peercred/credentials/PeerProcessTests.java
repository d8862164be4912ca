package io.peercred.credentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.credentials.PeerProcessException.Reason;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.RawListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What can be known of the process that connected, and that nothing is taken from another one. */
@Timeout(60)
class PeerProcessTests {

    private static final String CONNECT = "s = connect(argv[0]); say('up'); hear()";

    /** Not waited for, a process that has exited keeps its number and much of what there is to read. */
    private static final String LEAVE_A_ZOMBIE = """
            child = os.fork()
            if child == 0:
                s = connect(argv[0]); os._exit(0)
            os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
            say(child); hear()
            """;

    /** Its other thread keeps it from being reported as exited; its first one has no program and no arguments left. */
    private static final String END_THE_FIRST_THREAD = """
            import ctypes, threading
            s = connect(argv[0])
            def wait():
                while open('/proc/self/stat').read().rpartition(')')[2].split()[0] != 'Z': time.sleep(0.01)
                say('ended'); hear(); os._exit(0)
            threading.Thread(target=wait).start()
            ctypes.CDLL(None).pthread_exit(None)
            """;

    private static final Path PYTHON = Path.of("/usr/bin/python3");

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

    @Test
    void itsFactsAreThose() throws IOException {
        try (Peer peer = Peer.python(CONNECT, path(), "", "two words", "");
                PeerPin pin = this.listener.pinNext()) {
            PeerProcess process = pin.process();
            assertThat(process.isAlive()).isTrue();
            assertThat(process.executable()).isEqualTo(PYTHON.toRealPath());
            assertThat(process.commandLine())
                    .startsWith(PYTHON.toString(), "-c")
                    .endsWith(path().toString(), "", "two words", "");
            assertThat(Files.readAllLines(Path.of("/proc", Long.toString(peer.pid()), "cgroup")))
                    .anyMatch(line -> line.endsWith(":" + cgroup(process)));
        }
    }

    private static String cgroup(PeerProcess process) {
        try {
            return process.cgroup();
        } catch (PeerProcessException ex) {
            throw new AssertionError(ex);
        }
    }

    @Test
    void aFileIsTheSameWhateverItsName() throws IOException {
        Path link = Files.createSymbolicLink(this.directory.resolve("link"), PYTHON);
        Path copy = Files.copy(PYTHON, this.directory.resolve("copy"));
        try (Peer peer = Peer.python(CONNECT, path());
                PeerPin pin = this.listener.pinNext()) {
            assertThat(peer.line()).isEqualTo("up");
            assertThat(pin.process().runs(PYTHON)).isTrue();
            assertThat(pin.process().runs(link)).isTrue();
            assertThat(pin.process().runs(copy)).isFalse();
            assertFails(Reason.UNREADABLE, () -> pin.process().runs(this.directory.resolve("none")));
        }
    }

    @Test
    void ofOneThatIsGoneNothingIsTold() throws IOException {
        try (Peer peer = Peer.python(CONNECT, path());
                PeerPin pin = this.listener.pinNext()) {
            assertThat(pin.process().isAlive()).isTrue();
            peer.say("go");
            assertThat(peer.exitCode()).isZero();
            assertGone(pin.process());
        }
    }

    @Test
    void ofOneThatWasGoneBeforeItWasAcceptedNothingIsTold() throws Exception {
        try (Peer peer = Peer.python("s = connect(argv[0])", path())) {
            assertThat(peer.exitCode()).isZero();
            try (PeerPin pin = this.listener.pinNext()) {
                assertGone(pin.process());
                pin.process().onExit().get(10, TimeUnit.SECONDS);
            }
        }
    }

    /** What is read is confirmed: all of this but the program could be read. */
    @Test
    void ofOneThatNobodyHasWaitedForNothingIsTold() throws IOException {
        try (Peer peer = Peer.python(LEAVE_A_ZOMBIE, path())) {
            Path proc = Path.of("/proc", peer.line());
            try (PeerPin pin = this.listener.pinNext()) {
                assertThat(Files.readAllLines(proc.resolve("cgroup"))).isNotEmpty();
                assertGone(pin.process());
                assertThat(Files.isDirectory(proc)).isTrue();
            }
        }
    }

    /** As in the moment before the system reports that a process has exited. */
    @Test
    void ofOneThatIsExitingItIsNotSaidThatItCannotBeRead() throws IOException {
        try (Peer peer = Peer.python(END_THE_FIRST_THREAD, path());
                PeerPin pin = this.listener.pinNext()) {
            assertThat(peer.line()).isEqualTo("ended");
            assertThat(pin.process().isAlive()).isTrue();
            assertFails(Reason.EXITED, pin.process()::executable);
            assertFails(Reason.EXITED, () -> pin.process().runs(PYTHON));
            assertFails(Reason.EXITED, pin.process()::commandLine);
            assertThat(peer.isAlive()).isTrue();
        }
    }

    private static void assertGone(PeerProcess process) throws IOException {
        assertThat(process.isAlive()).isFalse();
        for (ThrowingCallable fact : List.<ThrowingCallable>of(
                process::executable,
                () -> process.runs(PYTHON),
                process::commandLine,
                process::cgroup,
                process::unit)) {
            assertFails(Reason.EXITED, fact);
        }
    }

    /** The process keeps its connections when it becomes another program, so the moment of reading counts. */
    @Test
    void whatItRunsIsWhatItRunsNow() throws IOException {
        Path sleep = Needs.program("sleep", "coreutils");
        String script = "s = connect(argv[0]); say('up'); hear(); os.execv('" + sleep + "', ['sleep', '60'])";
        try (Peer peer = Peer.python(script, path());
                PeerPin pin = this.listener.pinNext()) {
            assertThat(peer.line()).isEqualTo("up");
            assertThat(pin.process().runs(sleep)).isFalse();
            peer.say("go");
            Awaitility.await().until(() -> pin.process().runs(sleep));
            assertThat(pin.process().runs(PYTHON)).isFalse();
            assertThat(pin.process().isAlive()).isTrue();
        }
    }

    @Test
    void afterTheConnectionNothingIsTold() throws IOException {
        try (Peer peer = Peer.python(CONNECT, path())) {
            PeerPin pin = this.listener.pinNext();
            assertThat(pin.process().isAlive()).isTrue();
            pin.close();
            pin.close();
            assertFails(Reason.CLOSED, pin.process()::isAlive);
            assertFails(Reason.CLOSED, pin.process()::executable);
            assertFails(Reason.CLOSED, pin.process()::onExit);
            assertThat(peer.isAlive()).isTrue();
        }
    }

    private static void assertFails(Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(PeerProcessException.class).isThrownBy(call).satisfies(ex -> assertThat(ex.reason())
                .isEqualTo(reason));
    }
}
