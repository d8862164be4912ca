package io.peercred.peers;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.connection.Reply;
import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentialsReader;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.platform.UnixAddress;
import io.peercred.platform.UnixSockets;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A client sees who called listen(2) last: not who bound the socket, nor who accepts. */
class ListenMomentTests {

    private static final String LISTEN_THEN_BECOME = """
            s = listen(argv[0]); become(1001, 1001); say('listening')
            hear(); s.listen(16); say('listening again'); hear()
            """;
    private static final String BIND_THEN_BECOME_AND_LISTEN = """
            s = socket.socket(socket.AF_UNIX); s.bind(argv[0]); os.chmod(argv[0], 0o666)
            become(1001, 1001); s.listen(16); say('listening'); hear()
            """;
    private static final String LISTEN_AND_LET_A_CHILD_SERVE = """
            s = listen(argv[0]); say('listening'); s.settimeout(20)
            if os.fork() == 0:
                become(1001, 1001)
                c, _ = s.accept(); c.settimeout(20)
                read_frame(c); send_frame(c, str(os.getuid()).encode()); os._exit(0)
            os.wait()
            """;

    @TempDir
    Path directory;

    @BeforeAll
    static void needsRoot() {
        Needs.root();
    }

    @Test
    void whoListenedAndThenBecameAnotherIsStillWhoListened(Warnings warnings) throws IOException {
        warnings.allow("the peer's user is not expected; expected uid 1001; actual uid 0 (root)");
        try (Peer server = Peer.python(LISTEN_THEN_BECOME, path());
                Caller root = Caller.of(TestSettings.at(path()).uids(0L));
                Caller other = Caller.of(TestSettings.at(path()).uids(1001L))) {
            assertThat(server.line()).isEqualTo("listening");
            assertThat(root.whoListens().uid()).isZero();
            assertThat(root.whoListens().pid()).isEqualTo(server.pid());
            assertThatExceptionOfType(PeerRejectedException.class).isThrownBy(other::whoListens);
        }
    }

    @Test
    void listeningAgainShowsTheNewUserToNewConnectionsOnly() throws IOException {
        try (Peer server = Peer.python(LISTEN_THEN_BECOME, path());
                Caller anybody = Caller.of(TestSettings.at(path()).uids(0L, 1001L))) {
            assertThat(server.line()).isEqualTo("listening");
            int before = UnixSockets.open();
            try {
                UnixSockets.connect(before, new UnixAddress(path().toString()));
                server.say("listen again");
                assertThat(server.line()).isEqualTo("listening again");
                assertThat(anybody.whoListens().uid()).isEqualTo(1001);
                assertThat(read(before).uid()).isZero();
            } finally {
                UnixSockets.close(before);
            }
        }
    }

    @Test
    void whoBoundDoesNotMatter(Warnings warnings) throws IOException {
        warnings.allow("the peer's user is not expected; expected uid 0 (root); actual uid 1001");
        try (Peer server = Peer.python(BIND_THEN_BECOME_AND_LISTEN, path());
                Caller root = Caller.of(TestSettings.at(path()).uids(0L));
                Caller other = Caller.of(TestSettings.at(path()).uids(1001L))) {
            assertThat(server.line()).isEqualTo("listening");
            assertThat(other.whoListens().uid()).isEqualTo(1001);
            assertThatExceptionOfType(PeerRejectedException.class).isThrownBy(root::whoListens);
        }
    }

    @Test
    void whoAcceptsAndAnswersDoesNotMatter() throws IOException {
        try (Peer server = Peer.python(LISTEN_AND_LET_A_CHILD_SERVE, path());
                Caller root = Caller.of(TestSettings.at(path()).uids(0L))) {
            assertThat(server.line()).isEqualTo("listening");
            Reply reply = root.ask("who answers?");
            assertThat(reply.payload()).asString().isEqualTo("1001");
            assertThat(reply.peer().uid()).isZero();
            assertThat(reply.peer().pid()).isEqualTo(server.pid());
        }
    }

    private static PeerCredentials read(int fd) {
        return PeerCredentialsReader.read(fd, new Endpoint("test", Direction.OUTBOUND, "/"));
    }

    private Path path() {
        return this.directory.resolve("listen.sock");
    }
}
