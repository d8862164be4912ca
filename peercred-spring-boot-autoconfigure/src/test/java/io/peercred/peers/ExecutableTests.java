package io.peercred.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.credentials.ProcessPolicy;
import io.peercred.platform.NativeSupport;
import io.peercred.testing.ChildJvm;
import io.peercred.testing.Directories;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The programs that peers run, judged by the file itself. */
@Timeout(60)
class ExecutableTests {

    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path SHELL = Path.of("/bin/sh");

    private static final String CONNECT_IN_ONE_THAT_EXITS = """
            for i in range(int(argv[1])):
                child = os.fork()
                if child == 0:
                    s = connect(argv[0]); s.sendall(b'x'); os._exit(0)
                if i % 2: os.waitpid(child, 0)
            say('done'); hear()
            """;

    /** The peer itself stays, for with it Java would close the pipe that the child speaks by. */
    private static final String LISTEN_AND_LEAVE_IT_TO_A_CHILD = """
            first = os.fork()
            if first == 0:
                s = listen(argv[0]); s.settimeout(20)
                if os.fork() == 0:
                    c, _ = s.accept(); c.settimeout(20)
                    say(len(c.recv(100)))
                os._exit(0)
            say('left', os.waitpid(first, 0)[1]); hear()
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void needsPinning() {
        Needs.pinning();
        Needs.python();
    }

    private Path path() {
        return Directories.open(this.directory).resolve("s");
    }

    private TestSettings expecting(Path... executables) {
        return TestSettings.at(path()).process(new ProcessPolicy(Set.of(executables), Set.of(), false));
    }

    @Test
    void oneOfTheExpectedIsServed() throws IOException {
        try (EchoServer server = EchoServer.at(expecting(SHELL, PYTHON));
                Peer client = Peer.python(Scripts.ASK, path())) {
            assertThat(client.line()).isEqualTo("hello");
            assertThat(server.served().pid()).isEqualTo(client.pid());
        }
    }

    @Test
    void anotherGetsTheEndOfTheStreamAndNothingElse(Warnings warnings) throws IOException {
        try (EchoServer server = EchoServer.at(expecting(SHELL));
                Peer client = Peer.python(Scripts.ASK, path())) {
            assertThat(client.line()).matches(Scripts::isRefusal);
            PeerRejectedException rejection = server.rejected();
            assertThat(rejection.reason()).isEqualTo(Reason.EXECUTABLE_NOT_EXPECTED);
            assertThat(warnings.await("executable is not expected"))
                    .contains("expected /bin/sh; it runs what it calls " + PYTHON.toRealPath(), "pid " + client.pid());
            assertThat(server.hasServedNobody()).isTrue();
        }
    }

    @Test
    void itIsAskedOnlyOfWhomThePolicyExpects(Warnings warnings) throws IOException {
        try (EchoServer server = EchoServer.at(expecting(PYTHON).uids(NativeSupport.effectiveUid() + 1));
                Peer client = Peer.python(Scripts.ASK, path())) {
            assertThat(client.line()).matches(Scripts::isRefusal);
            assertThat(server.rejected().reason()).isEqualTo(Reason.UID_NOT_EXPECTED);
            warnings.await("Rejected the peer");
        }
    }

    /** In the peer's own mount namespace its program has the expected one's name. */
    @Test
    void oneThatIsDisguisedByABindMountIsRefused(Warnings warnings) throws IOException {
        Path trusted = Files.copy(SHELL.toRealPath(), this.directory.resolve("trusted"));
        List<String> disguise = new ArrayList<>(Namespaces.unshare("--mount"));
        disguise.addAll(List.of(
                "/bin/sh",
                "-c",
                "mount --bind \"$0\" \"$1\" && PYTHONHOME=/usr exec \"$@\"",
                PYTHON.toRealPath().toString(),
                trusted.toString()));
        try (EchoServer server = EchoServer.at(expecting(trusted));
                Peer client = Peer.pythonOf(disguise, Scripts.ASK, path())) {
            assertThat(client.line()).matches(Scripts::isRefusal);
            assertThat(server.rejected().reason()).isEqualTo(Reason.EXECUTABLE_NOT_EXPECTED);
            assertThat(warnings.await("executable is not expected"))
                    .contains("expected " + trusted + "; it runs what it calls " + trusted);
            assertThat(server.hasServedNobody()).isTrue();
        }
    }

    /** The old file has no name any more; the one that has replaced it is another. */
    @Test
    void oneThatHasBeenReplacedSinceIsRefused(Warnings warnings) throws IOException {
        Path program = Files.copy(PYTHON.toRealPath(), this.directory.resolve("program"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        List<String> command = List.of("/usr/bin/env", "PYTHONHOME=/usr", program.toString());
        try (EchoServer server = EchoServer.at(expecting(program))) {
            try (Peer client = Peer.pythonOf(command, Scripts.ASK, path())) {
                assertThat(client.line()).isEqualTo("hello");
                assertThat(server.served().pid()).isEqualTo(client.pid());
            }
            try (Peer client = Peer.pythonOf(command, "say('up'); hear()\n" + Scripts.ASK, path())) {
                assertThat(client.line()).isEqualTo("up");
                Files.delete(program);
                Files.copy(PYTHON.toRealPath(), program);
                client.say("go");
                assertThat(client.line()).matches(Scripts::isRefusal);
                assertThat(server.rejected()).hasMessageContaining("program (deleted)");
                warnings.await("executable is not expected");
            }
        }
    }

    @Test
    void itsNameCannotForgeALineOfTheLog(Warnings warnings) throws IOException {
        Path program = Files.copy(PYTHON.toRealPath(), this.directory.resolve("a\nWARN b\u2028c"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        List<String> command = List.of("/usr/bin/env", "PYTHONHOME=/usr", program.toString());
        try (EchoServer server = EchoServer.at(expecting(SHELL));
                Peer client = Peer.pythonOf(command, Scripts.ASK, path())) {
            assertThat(client.line()).matches(Scripts::isRefusal);
            assertThat(server.rejected()).hasMessageContaining("/a?WARN b");
            assertThat(warnings.await("executable is not expected")).doesNotContain("\n", "\u2028");
        }
    }

    /** Some are gone before they are judged, some in the middle of it, some after; half of them stay zombies. Each has written. */
    @Test
    void whoDiesInTheMiddleOfTheCheckIsNobodyElse(Warnings warnings) throws IOException {
        int count = 200;
        try (EchoServer server = EchoServer.at(expecting(PYTHON));
                Peer client = Peer.python(CONNECT_IN_ONE_THAT_EXITS, path(), count)) {
            assertThat(client.line()).isEqualTo("done");
            Awaitility.await()
                    .until(() ->
                            server.counters().accepted() + server.counters().rejected() == count);
            long rejected = server.counters().rejected();
            for (long i = 0; i < rejected; i++) {
                assertThat(server.rejected().reason()).isEqualTo(Reason.PROCESS_EXITED);
            }
            if (rejected > 0) {
                warnings.await("the peer's process has exited");
            }
            try (Peer next = Peer.python(Scripts.ASK, path())) {
                assertThat(next.line()).isEqualTo("hello");
            }
        }
    }

    /** A client sees who called listen, whoever accepts. */
    @Test
    void whoListensIsJudgedByTheClient(Warnings warnings) throws IOException {
        warnings.allow("executable is not expected");
        try (Peer server = Peer.python(Scripts.ECHO, path());
                Caller stranger = Caller.of(expecting(SHELL));
                Caller caller = Caller.of(expecting(PYTHON))) {
            assertThat(server.line()).isEqualTo("listening");
            assertThat(new String(caller.ask("hello").payload())).isEqualTo("hello");
            assertThatExceptionOfType(PeerRejectedException.class)
                    .isThrownBy(stranger::whoListens)
                    .satisfies(ex -> assertThat(ex.reason()).isEqualTo(Reason.EXECUTABLE_NOT_EXPECTED));
            assertThat(stranger.rejected()).hasSize(1);
        }
    }

    @Test
    void whoListenedAndIsGoneIsRefusedThoughAChildAccepts(Warnings warnings) throws IOException {
        warnings.allow("the peer's process has exited");
        try (Peer server = Peer.python(LISTEN_AND_LEAVE_IT_TO_A_CHILD, path());
                Caller caller = Caller.of(expecting(PYTHON))) {
            assertThat(server.line()).isEqualTo("left 0");
            assertThatExceptionOfType(PeerRejectedException.class)
                    .isThrownBy(() -> caller.ask("hello"))
                    .satisfies(ex -> assertThat(ex.reason()).isEqualTo(Reason.PROCESS_EXITED));
            assertThat(server.line()).as("bytes that the child read").isEqualTo("0");
        }
    }

    @Test
    void whatCannotBeReadIsARefusalThatSaysSo() {
        Needs.root();
        List<String> withoutRight =
                List.of(Needs.program("setpriv", "util-linux").toString(), "--bounding-set=-sys_ptrace");
        try (Peer witness = ChildJvm.start(withoutRight, Witness.class, path() + ";1001,0;;" + PYTHON)) {
            witness.lineWith("listening");
            try (Peer other = Peer.pythonAs(1001, Scripts.ASK, path())) {
                // The line of the log and the event come by threads of their own.
                List<String> told = witness.linesWith("Rejected the peer", Witness.SEEN);
                assertThat(told.get(0)).contains("executable cannot be read", "CAP_SYS_PTRACE", "uid 1001");
                assertThat(told.get(1)).startsWith(Witness.SEEN + "EXECUTABLE_NOT_READABLE uid 1001 ");
                assertThat(other.line()).matches(Scripts::isRefusal);
            }
        }
    }

    @Test
    void aPeerOutsideOurPidNamespaceIsNotKnown() {
        try (Peer witness = ChildJvm.start(
                Namespaces.unshare("--pid", "--fork", "--mount-proc"), Witness.class, path() + ";0;;" + PYTHON)) {
            witness.lineWith("listening");
            try (Peer other = Peer.python(Scripts.ASK, path())) {
                assertThat(Witness.nextOf(witness)).startsWith("PROCESS_UNKNOWN uid 0 gid 0 pid null");
                assertThat(other.line()).matches(Scripts::isRefusal);
            }
        }
    }
}
