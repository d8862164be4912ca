package io.peercred.peers;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.testing.Directories;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.RawListener;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** A server sees who called connect(2), whatever became of that process and whoever writes. */
class ConnectMomentTests {

    private static final String CONNECT_THEN_BECOME = """
            s = connect(argv[0]); become(1001, 1001, [7]); say('connected'); hear()
            """;
    private static final String CONNECT_AND_EXIT = """
            become(1001, 1001, [7]); s = connect(argv[0])
            """;
    private static final String CONNECT_AND_LEAVE_IT_TO_A_CHILD = """
            r, w = os.pipe()
            first = os.fork()
            if first == 0:
                os.close(w); s = connect(argv[0])
                if os.fork() == 0:
                    os.read(r, 1)
                    become(1001, 1001)
                    send_frame(s, b'hello'); say(read_frame(s).decode())
                os._exit(0)
            say(*os.waitpid(first, 0))
            os.close(w); hear()
            """;
    private static final String WRITE_TO_WHAT_ANOTHER_CONNECTED = """
            here, there = socket.socketpair(socket.AF_UNIX)
            if os.fork() == 0:
                become(1001, 1001)
                s = connect(argv[0]); socket.send_fds(there, [b'x'], [s.fileno()]); os._exit(0)
            _, fds, _, _ = socket.recv_fds(here, 1, 1)
            os.wait()
            s = socket.socket(fileno=fds[0]); s.settimeout(20)
            def ask():
                send_frame(s, b'hello'); return read_frame(s).decode()
            say(os.getuid(), outcome(ask))
            """;

    @TempDir
    Path directory;

    @BeforeAll
    static void needsRoot() {
        Needs.root();
    }

    @Test
    void whoConnectedAndThenBecameAnotherIsStillWhoConnected() throws IOException {
        try (RawListener listener = RawListener.at(path());
                Peer client = Peer.python(CONNECT_THEN_BECOME, path())) {
            assertThat(client.line()).isEqualTo("connected");
            PeerCredentials peer = listener.whoIsNext();
            assertThat(peer.uid()).isZero();
            assertThat(peer.gid()).isZero();
            assertThat(peer.groups()).doesNotContain(7L);
            assertThat(peer.pid()).isEqualTo(client.pid());
        }
    }

    @Test
    void whoHasExitedIsKnownAllTheSame() throws IOException {
        try (RawListener listener = RawListener.at(path());
                Peer client = Peer.python(CONNECT_AND_EXIT, path())) {
            assertThat(client.exitCode()).isZero();
            assertThat(ProcessHandle.of(client.pid())).isEmpty();
            PeerCredentials peer = listener.whoIsNext();
            assertThat(peer.uid()).isEqualTo(1001);
            assertThat(peer.groups()).containsExactly(7L);
            assertThat(peer.pid()).isEqualTo(client.pid());
        }
    }

    @Test
    void aPeerThatIsGoneIsRejectedByNumberLikeAnyOther(Warnings warnings) throws IOException {
        try (EchoServer server = EchoServer.at(TestSettings.at(path()).uids(0L));
                Peer client = Peer.python(CONNECT_AND_EXIT, path())) {
            assertThat(client.exitCode()).isZero();
            assertThat(warnings.await("Rejected the peer")).contains("actual uid 1001", "pid " + client.pid());
            assertThat(server.rejected().peer().pid()).isEqualTo(client.pid());
        }
    }

    @Test
    void aChildThatGoesOnWithTheConnectionSpeaksForWhoConnected() throws IOException {
        try (EchoServer server = EchoServer.at(TestSettings.at(path()).uids(0L));
                Peer client = Peer.python(CONNECT_AND_LEAVE_IT_TO_A_CHILD, path())) {
            String[] left = client.line().split(" ");
            assertThat(left[1]).as("exit code").isEqualTo("0");
            assertThat(client.line()).isEqualTo("hello");
            PeerCredentials peer = server.served();
            assertThat(peer.uid()).isZero();
            assertThat(peer.pid()).isEqualTo(Long.parseLong(left[0]));
            assertThat(ProcessHandle.of(peer.pid())).isEmpty();
        }
    }

    @Test
    void whoWritesToAPassedConnectionDoesNotMatter(Warnings warnings) throws IOException {
        try (EchoServer server = EchoServer.at(TestSettings.at(path()).uids(0L));
                Peer client = Peer.python(WRITE_TO_WHAT_ANOTHER_CONNECTED, path())) {
            assertThat(client.line()).startsWith("0 ").matches(line -> Scripts.isRefusal(line.substring(2)));
            PeerRejectedException rejection = server.rejected();
            assertThat(rejection.peer().uid()).isEqualTo(1001);
            assertThat(rejection.peer().pid()).isNotEqualTo(client.pid());
            warnings.await("Rejected the peer");
            assertThat(server.hasServedNobody()).isTrue();
        }
    }

    private Path path() {
        return Directories.open(this.directory).resolve("connect.sock");
    }
}
