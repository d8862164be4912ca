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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerCredentials.Source;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** Where each message is judged, it counts who wrote it, not who connected. */
@Timeout(60)
class MessageCredentialsTests {

    private static final long WRITER = 1001;

    /** Python: a frame under stated ids; what the kernel thinks of it. */
    static final String SEND_AS = """
            import errno
            def send_as(s, uid, gid, pid, data, parts=None):
                data = struct.pack('>I', len(data)) + data if parts is None else data
                try:
                    s.sendmsg([data], [(socket.SOL_SOCKET, 2, struct.pack('iII', pid, uid, gid))]); return 'sent'
                except OSError as e: return errno.errorcode[e.errno]
            s = connect(argv[0])
            """;

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private final List<PeerCredentials> served = new CopyOnWriteArrayList<>();
    private Path socket;

    @BeforeEach
    void openDirectory() throws IOException {
        Needs.root();
        this.socket = this.directory.resolve("s");
        SocketPaths.mode(0755, this.directory);
    }

    private TestSettings settings(Long... uids) {
        return TestSettings.at(this.socket).uids(uids).judgesMessages();
    }

    private void serve(TestSettings settings) throws IOException {
        this.endpoints.serveRequests(settings, request -> {
            this.served.add(request.peer());
            return OutgoingMessage.of(request.payload());
        });
    }

    private void assertRefused(Reason reason) {
        Awaitility.await().until(() -> !this.endpoints.events.isEmpty());
        assertThat(this.endpoints.events.get(0).rejection().reason()).isEqualTo(reason);
        assertThat(this.served).isEmpty();
    }

    @Test
    void theWriterOfAnOrdinaryMessageIsWhoTheKernelSays() throws IOException {
        serve(settings(WRITER));
        try (Peer peer = Peer.pythonAs(WRITER, """
                s = connect(argv[0]); send_frame(s, b'hello'); say(read_frame(s).decode()); hear()
                """, this.socket)) {
            assertThat(peer.line()).isEqualTo("hello");
            PeerCredentials writer = this.served.get(0);
            assertThat(writer.uid()).isEqualTo(WRITER);
            assertThat(writer.gid()).isEqualTo(WRITER);
            assertThat(writer.pid()).isEqualTo(peer.pid());
            assertThat(writer.source()).isEqualTo(Source.SCM_CREDENTIALS);
            assertThat(writer.moment()).isEqualTo(Moment.SEND);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {WRITER, 65534, 3_000_000_000L})
    void rootSpeaksForWhoIsExpected(long uid) throws IOException {
        serve(settings(uid));
        try (Peer root = Peer.python(SEND_AS + """
                uid = int(argv[1])
                say(send_as(s, uid, uid, os.getpid(), b'for another'), read_frame(s).decode()); hear()
                """, this.socket, uid)) {
            assertThat(root.line()).isEqualTo("sent for another");
            assertThat(this.served).extracting(PeerCredentials::uid).containsExactly(uid);
            assertThat(this.served).extracting(PeerCredentials::gid).containsExactly(uid);
        }
    }

    @Test
    void rootItselfHasNoRightByItsConnection(Warnings warnings) throws IOException {
        serve(settings(WRITER));
        try (Peer root = Peer.python("""
                s = connect(argv[0]); send_frame(s, b'as root'); say(outcome(lambda: read_frame(s))); hear()
                """, this.socket)) {
            assertThat(root.line()).isIn("EOFError", "ConnectionResetError");
            assertRefused(Reason.UID_NOT_EXPECTED);
            warnings.await("actual uid 0 (root)");
        }
    }

    @Test
    void anUnprivilegedSenderCannotClaimAnotherUser() throws IOException {
        serve(settings(WRITER, 0L));
        try (Peer forger = Peer.pythonAs(WRITER, SEND_AS + """
                say(send_as(s, 0, 0, os.getpid(), b'as root'))
                say(send_as(s, 1001, 1001, 1, b'as init'))
                say(send_as(s, 1001, 1001, os.getpid(), b'as myself'), read_frame(s).decode()); hear()
                """, this.socket)) {
            assertThat(forger.line()).isEqualTo("EPERM");
            assertThat(forger.line()).isEqualTo("EPERM");
            assertThat(forger.line()).isEqualTo("sent as myself");
            assertThat(this.served).extracting(PeerCredentials::uid).containsExactly(WRITER);
        }
    }

    /** Connects as one user, and hands the connection to a process of another. */
    static final String HAND_ON = """
            def handed_on():
                here, there = socket.socketpair()
                if os.fork() == 0:
                    os.setgroups([]); os.setresgid(1001, 1001, 1001); os.setresuid(1001, 1001, 1001)
                    s = connect(argv[0]); socket.send_fds(there, [b'x'], [s.fileno()]); os._exit(0)
                _, fds, _, _ = socket.recv_fds(here, 1, 1)
                os.wait()
                s = socket.socket(fileno=fds[0]); s.settimeout(20); return s
            s = handed_on()
            become(1002, 1002)
            """;

    @Test
    void aConnectionThatWasHandedOnIsJudgedByItsWriter(Warnings warnings) throws IOException {
        serve(settings(WRITER));
        try (Peer other = Peer.python(HAND_ON + """
                send_frame(s, b'not mine'); say(outcome(lambda: read_frame(s))); hear()
                """, this.socket)) {
            assertThat(other.line()).isIn("EOFError", "ConnectionResetError");
            assertRefused(Reason.UID_NOT_EXPECTED);
            warnings.await("actual uid 1002");
        }
    }

    @Test
    void whereOnlyConnectionsAreJudgedTheSameKeepsSayingWhoConnected() throws IOException {
        serve(TestSettings.at(this.socket).uids(WRITER));
        try (Peer other = Peer.python(HAND_ON + """
                send_frame(s, b'not mine'); say(read_frame(s).decode()); hear()
                """, this.socket)) {
            assertThat(other.line()).isEqualTo("not mine");
            assertThat(this.served).extracting(PeerCredentials::uid).containsExactly(WRITER);
            assertThat(this.served).extracting(PeerCredentials::source).containsExactly(Source.SO_PEERCRED);
        }
    }

    @Test
    void aFrameOfTwoWritersIsRefusedThoughBothAreExpected(Warnings warnings) throws IOException {
        serve(settings(WRITER, 1002L));
        try (Peer root = Peer.python(SEND_AS + """
                frame = struct.pack('>I', 4) + b'both'
                send_as(s, 1001, 1001, os.getpid(), frame[:6], parts=True)
                send_as(s, 1002, 1002, os.getpid(), frame[6:], parts=True)
                say(outcome(lambda: read_frame(s))); hear()
                """, this.socket)) {
            assertThat(root.line()).isIn("EOFError", "ConnectionResetError");
            assertRefused(Reason.SEVERAL_WRITERS);
            warnings.await("the bytes of one frame come from two writers");
        }
    }

    @Test
    void framesOfTwoWritersThatComeAtOnceAreEachTheirOwn() throws IOException {
        serve(settings(WRITER, 1002L));
        try (Peer root = Peer.python(SEND_AS + """
                send_as(s, 1001, 1001, os.getpid(), b'one'); send_as(s, 1002, 1002, os.getpid(), b'two')
                say(read_frame(s).decode(), read_frame(s).decode()); hear()
                """, this.socket)) {
            assertThat(root.line()).isEqualTo("one two");
            assertThat(this.served).extracting(PeerCredentials::uid).containsExactly(WRITER, 1002L);
        }
    }

    @Test
    void theVerdictComesBeforeTheFrameIsComplete(Warnings warnings) throws IOException {
        serve(settings(WRITER));
        try (Peer root = Peer.python("""
                s = connect(argv[0]); s.sendall(b'\\x00'); say(outcome(lambda: read_frame(s))); hear()
                """, this.socket)) {
            assertThat(root.line()).isIn("EOFError", "ConnectionResetError");
            assertRefused(Reason.UID_NOT_EXPECTED);
            warnings.await("actual uid 0 (root)");
        }
    }

    /** At the end of the stream the kernel writes zeros where the writer's ids are: they look like root. */
    @Test
    void theEndOfTheStreamIsNotRoot() throws IOException {
        serve(settings(WRITER, 0L));
        try (Peer peer = Peer.pythonAs(WRITER, """
                s = connect(argv[0]); s.sendall(struct.pack('>I', 9) + b'cut'); s.shutdown(socket.SHUT_WR)
                say(outcome(lambda: read_frame(s))); hear()
                """, this.socket)) {
            assertThat(peer.line()).isIn("EOFError", "ConnectionResetError");
            Awaitility.await().until(() -> this.endpoints.counters.badFrames() == 1);
            assertThat(this.served).isEmpty();
            assertThat(this.endpoints.events).isEmpty();
        }
    }

    @Test
    void descriptorsThatNobodyAskedForAreRefusedAndNotLeaked() throws IOException {
        serve(settings(WRITER));
        try (Peer peer = Peer.pythonAs(WRITER, """
                hear()
                for i in range(200):
                    s = connect(argv[0])
                    socket.send_fds(s, [struct.pack('>I', 1) + b'x'], [0] * (1 + i % 253))
                    outcome(lambda: read_frame(s)); s.close()
                say('done'); hear()
                """, this.socket)) {
            long before = Resources.descriptors();
            peer.say("start");
            assertThat(peer.line()).isEqualTo("done");
            Awaitility.await().untilAsserted(() -> assertThat(this.endpoints.counters.badFrames())
                    .isEqualTo(200));
            Awaitility.await().until(() -> Resources.descriptors() <= before);
            assertThat(this.served).isEmpty();
        }
    }

    @Test
    void aStrangerIsRefusedWhenItConnects(Warnings warnings) throws IOException {
        serve(settings(WRITER));
        try (Peer stranger = Peer.pythonAs(1002, """
                s = connect(argv[0]); say(outcome(lambda: read_frame(s))); hear()
                """, this.socket)) {
            assertThat(stranger.line()).isIn("EOFError", "ConnectionResetError");
            assertRefused(Reason.UID_NOT_EXPECTED);
            warnings.await("actual uid 1002");
        }
    }
}
