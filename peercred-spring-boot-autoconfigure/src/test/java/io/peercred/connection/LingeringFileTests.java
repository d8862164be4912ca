package io.peercred.connection;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.credentials.PeerRejectedException;
import io.peercred.platform.NativeSupport;
import io.peercred.testing.LingeringSocket;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Closing the last descriptor of a TCP socket may wait until its bytes were taken (SO_LINGER), and one that was sent is
 * closed by whoever closes the connection that it came on, wanted or not. A peer waits for nobody but itself.
 */
@Timeout(60)
class LingeringFileTests {

    /** Python: connects, also where the backlog is full. */
    private static final String REACH = """
            def reach():
                while True:
                    try: return connect(argv[0])
                    except BlockingIOError: time.sleep(0.01)
            """;

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    /** One of them is refused after it has sent its socket, or nobody could; hence thirty. */
    @Test
    void refusedPeersDoNotHoldTheListenerUp(Warnings warnings) throws Exception {
        warnings.allow("is not expected");
        Path socket = this.directory.resolve("s");
        this.endpoints.serve(TestSettings.at(socket).uids(NativeSupport.effectiveUid() + 1));
        try (Peer peer = Peer.python(LingeringSocket.SENDING + """
                for c in [lingering(6) for i in range(30)]:
                    s = connect(argv[0])
                    try: send_lingering(s, c)
                    except BrokenPipeError: pass
                say('sent'); s = connect(argv[0]); say(outcome(lambda: s.recv(1))); hear()
                """, socket)) {
            assertThat(peer.line()).isEqualTo("sent");
            long start = System.nanoTime();
            assertThat(peer.line()).isIn("b''", "ConnectionResetError");
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
                    .isLessThan(3);
        }
        warnings.await("is not expected");
    }

    /** Eight closings that wait are enough to have all later ones wait. */
    @Test
    void refusedPeersDoNotExhaustDescriptors(Warnings warnings) throws Exception {
        Needs.passRights();
        warnings.allow("is not expected");
        Path socket = this.directory.resolve("s");
        this.endpoints.serve(
                TestSettings.at(socket).uids(NativeSupport.effectiveUid() + 1).backlog(16));
        long before = Resources.sockets();
        try (Peer peer = Peer.python(REACH + LingeringSocket.SENDING + """
                def pass_on(s, send):
                    try: send(s); return 'sent'
                    except (BrokenPipeError, PermissionError) as e: return type(e).__name__
                for c in [lingering(50) for i in range(30)]: pass_on(reach(), lambda s: send_lingering(s, c))
                refused = 0
                for i in range(5000):
                    refused += pass_on(reach(), lambda s: socket.send_fds(s, [b'x'], [0])) == 'PermissionError'
                    if refused == 300: break
                for i in range(300): pass_on(reach(), lambda s: s.send(b'!', socket.MSG_OOB))
                say(refused); hear()
                """, socket)) {
            assertThat(Integer.parseInt(peer.line())).isEqualTo(300);
            assertThat(Resources.sockets()).isLessThan(before + 64 + 2 * 17 + 30);
        }
        Resources.awaitSockets(before);
        try (Peer peer = Peer.python(REACH + """
                while True:
                    s = reach()
                    try: socket.send_fds(s, [b'x'], [0]); say('passed'); break
                    except (BrokenPipeError, PermissionError): time.sleep(0.02)
                hear()
                """, socket)) {
            assertThat(peer.line()).isEqualTo("passed");
        }
        warnings.await("is not expected");
    }

    @Test
    void anImpostorCannotPassAnythingToItsClient(Warnings warnings) throws Exception {
        Needs.passRights();
        warnings.allow("is not expected");
        Path socket = this.directory.resolve("s");
        try (Peer impostor = Peer.python("""
                l = listen(argv[0]); say('listening')
                for i in range(50):
                    s, _ = l.accept()
                    try: socket.send_fds(s, [b'x'], [0]); say('passed')
                    except (PermissionError, BrokenPipeError): say('failed')
                hear()
                """, socket)) {
            assertThat(impostor.line()).isEqualTo("listening");
            OutboundClient client =
                    this.endpoints.client(TestSettings.at(socket).uids(NativeSupport.effectiveUid() + 1));
            for (int i = 0; i < 50; i++) {
                assertThatExceptionOfType(PeerRejectedException.class).isThrownBy(() -> Endpoints.call(client, "x"));
                assertThat(impostor.line()).isEqualTo("failed");
            }
        }
        warnings.await("is not expected");
    }

    @Test
    void aClientDoesNotWaitForItsServer() throws Exception {
        Path socket = this.directory.resolve("s");
        try (Peer server = Peer.python(LingeringSocket.SENDING + """
                l = listen(argv[0]); say('listening'); s, _ = l.accept()
                send_frame(s, read_frame(s)); hear(); send_lingering(s, lingering(15)); say('sent'); hear()
                """, socket)) {
            assertThat(server.line()).isEqualTo("listening");
            OutboundClient client = this.endpoints.client(TestSettings.at(socket));
            assertThat(Endpoints.call(client, "x")).isEqualTo("x");
            server.say("send");
            assertThat(server.line()).isEqualTo("sent");
            long start = System.nanoTime();
            client.close();
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
                    .isLessThan(5);
        }
    }

    @Test
    void endingEverythingDoesNotWaitForOneThatClosesSlowly(Warnings warnings) throws Exception {
        Path socket = this.directory.resolve("s");
        CountDownLatch handled = new CountDownLatch(1);
        CountDownLatch sent = new CountDownLatch(1);
        InboundServer server = this.endpoints.serve(TestSettings.at(socket), (payload, connection) -> {
            handled.countDown();
            sent.await();
            throw new IllegalStateException("on purpose");
        });
        try (Peer peer = Peer.python(LingeringSocket.SENDING + """
                s = connect(argv[0]); send_frame(s, b'x'); hear(); send_lingering(s, lingering(6)); say('sent')
                say(outcome(lambda: read_frame(s))); hear()
                """, socket)) {
            handled.await();
            peer.say("send");
            assertThat(peer.line()).isEqualTo("sent");
            sent.countDown();
            assertThat(peer.line()).isIn("EOFError", "ConnectionResetError"); // Shut down, and being closed.
            warnings.await("on purpose");
            long start = System.nanoTime();
            CompletableFuture.runAsync(server::abort).get(20, TimeUnit.SECONDS);
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
                    .isLessThan(3);
        }
    }
}
