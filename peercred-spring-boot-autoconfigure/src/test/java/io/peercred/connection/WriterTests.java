package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentials.Source;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.credentials.PeerVerification.NamedVerifier;
import io.peercred.testing.Directories;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** The writers of one connection, each judged by all of the policy. */
@Timeout(60)
class WriterTests {

    private static final long WRITER = 1001;
    private static final long OTHER = 1002;
    private static final long GROUP = 2000;

    /** Who connects is gone when its child writes. */
    private static final String LEAVE_IT_TO_A_CHILD = """
            become(1001, 1001); r, w = os.pipe()
            first = os.fork()
            if first == 0:
                os.close(w); s = connect(argv[0])
                if os.fork() == 0:
                    os.read(r, 1); send_frame(s, b'hello'); say(os.getpid(), read_frame(s).decode())
                os._exit(0)
            os.waitpid(first, 0); os.close(w); hear()
            """;

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private final List<PeerCredentials> served = new CopyOnWriteArrayList<>();
    private Path socket;

    @BeforeEach
    void openDirectory() {
        Needs.root();
        this.socket = Directories.open(this.directory).resolve("s");
    }

    private TestSettings settings() {
        return TestSettings.at(this.socket).uids(WRITER, OTHER).judgesMessages();
    }

    private void serve(TestSettings settings) throws IOException {
        this.endpoints.serveRequests(settings, request -> {
            this.served.add(request.peer());
            return OutgoingMessage.of(request.payload());
        });
    }

    private static void assertEnd(String outcome) {
        assertThat(outcome).isIn("EOFError", "ConnectionResetError", "BrokenPipeError");
    }

    private PeerRejectedException rejection() {
        Awaitility.await().until(() -> !this.endpoints.events.isEmpty());
        return this.endpoints.events.get(0).rejection();
    }

    @Test
    void whoWasHandedAConnectionIsItsWriter() throws IOException {
        serve(settings());
        try (Peer other = Peer.python(MessageCredentialsTests.HAND_ON + """
                send_frame(s, b'mine now'); say(read_frame(s).decode()); hear()
                """, this.socket)) {
            assertThat(other.line()).isEqualTo("mine now");
            assertThat(this.served)
                    .extracting(Object::toString)
                    .containsExactly("uid 1002, gid 1002, pid " + other.pid());
        }
    }

    @Test
    void soIsTheChildOfOneThatConnectedAndExited() throws IOException {
        serve(settings());
        try (Peer parent = Peer.python(LEAVE_IT_TO_A_CHILD, this.socket)) {
            String[] said = parent.line().split(" ");
            assertThat(said[1]).isEqualTo("hello");
            assertThat(this.served).extracting(Object::toString).containsExactly("uid 1001, gid 1001, pid " + said[0]);
        }
    }

    @Test
    void oneWhomNobodyExpectsEndsTheConnectionOfTheOthers(Warnings warnings) throws IOException {
        serve(settings());
        try (Peer root = Peer.python(MessageCredentialsTests.SEND_AS + """
                for uid in (1001, 1002):
                    send_as(s, uid, uid, os.getpid(), b'x'); read_frame(s)
                send_as(s, 1003, 1003, os.getpid(), b'x'); send_as(s, 1001, 1001, os.getpid(), b'x')
                say(outcome(lambda: read_frame(s))); hear()
                """, this.socket)) {
            assertEnd(root.line());
            assertThat(rejection().reason()).isEqualTo(Reason.UID_NOT_EXPECTED);
            warnings.await("actual uid 1003, gid 1003, pid " + root.pid());
            assertThat(this.served).extracting(PeerCredentials::uid).containsExactly(WRITER, OTHER);
        }
    }

    @Test
    void verifiersAreAskedAboutEachAndNotAboutRootsConnection(Warnings warnings) throws IOException {
        List<PeerCredentials> asked = new CopyOnWriteArrayList<>();
        serve(settings().verifiers(new NamedVerifier("notTheOther", (peer, endpoint) -> {
            asked.add(peer);
            if (peer.uid() == OTHER) {
                throw new PeerRejectedException(Reason.VERIFIER_REJECTED, peer, endpoint);
            }
        })));
        try (Peer root = Peer.python(MessageCredentialsTests.SEND_AS + """
                send_as(s, 1001, 1001, os.getpid(), b'x'); read_frame(s)
                send_as(s, 1002, 1002, os.getpid(), b'x'); say(outcome(lambda: read_frame(s))); hear()
                """, this.socket)) {
            assertEnd(root.line());
            assertThat(rejection().reason()).isEqualTo(Reason.VERIFIER_REJECTED);
            warnings.await("actual uid 1002");
            assertThat(asked).extracting(PeerCredentials::uid).containsExactly(WRITER, OTHER);
            assertThat(asked).extracting(PeerCredentials::source).containsOnly(Source.SCM_CREDENTIALS);
            assertThat(this.served).extracting(PeerCredentials::uid).containsExactly(WRITER);
        }
    }

    @Test
    void itsGroupIsTheOneThatItStates() throws IOException {
        serve(settings().gids(GROUP));
        try (Peer root = Peer.python(MessageCredentialsTests.SEND_AS + """
                say(send_as(s, 1001, 2000, os.getpid(), b'x'), read_frame(s).decode()); hear()
                """, this.socket)) {
            assertThat(root.line()).isEqualTo("sent x");
            assertThat(this.served).extracting(PeerCredentials::gid).containsExactly(GROUP);
        }
    }

    /** They are known of who connects, and no message tells them. */
    @Test
    void itsSupplementaryGroupsDoNotCount(Warnings warnings) throws IOException {
        serve(settings().gids(GROUP));
        try (Peer member = Peer.python("""
                become(1001, 1001, [2000]); s = connect(argv[0])
                send_frame(s, b'x'); say(outcome(lambda: read_frame(s))); hear()
                """, this.socket)) {
            assertEnd(member.line());
            assertThat(rejection().reason()).isEqualTo(Reason.GID_NOT_EXPECTED);
            assertThat(rejection().peer().source()).isEqualTo(Source.SCM_CREDENTIALS);
            warnings.await("the peer is in no expected group");
            assertThat(this.served).isEmpty();
        }
    }
}
