package io.peercred.connection;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.platform.NativeSupport;
import io.peercred.testing.LingeringSocket;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Closing the last descriptor of a TCP socket may wait until its bytes were taken (SO_LINGER), and one that was sent is
 * closed by whoever closes the connection that it came on, wanted or not. A peer waits for nobody but itself.
 */
@Timeout(60)
class LingeringFileTests {

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
