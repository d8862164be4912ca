package io.peercred.connection;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentials.Source;
import io.peercred.credentials.PeerVerification.NamedVerifier;
import io.peercred.credentials.ProcessPolicy;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** A verdict may take its time; the process that it is about may be gone by then ({@code close-when-peer-exits}). */
@Timeout(60)
class PeerExitDuringJudgementTests {

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch decided = new CountDownLatch(1);

    /** Says yes, but of a message only when the test says so. */
    private void judge(PeerCredentials peer) {
        if (peer.source() == Source.SCM_CREDENTIALS) {
            this.asked.countDown();
            try {
                assertThat(this.decided.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException ex) {
                throw new AssertionError(ex);
            }
        }
    }

    @Test
    void aMessageWhoseProcessHasExitedIsNotDispatchedThoughAllOfItHasCome() throws Exception {
        Needs.pinning();
        Path socket = this.directory.resolve("s");
        this.endpoints.serve(TestSettings.at(socket)
                .judgesMessages()
                .process(new ProcessPolicy(Set.of(), Set.of(), true))
                .verifiers(new NamedVerifier("slow", (peer, endpoint) -> judge(peer))));
        long before = Resources.sockets();
        try (Peer peer = Peer.python("""
                first = os.fork()
                if first == 0:
                    s = connect(argv[0])
                    if os.fork() == 0:
                        say('read', outcome(lambda: s.recv(1))); os._exit(0)
                    send_frame(s, b'of the past'); hear(); os._exit(0)
                os.waitpid(first, 0); time.sleep(60)
                """, socket)) {
            assertThat(this.asked.await(20, TimeUnit.SECONDS)).isTrue();
            peer.say("exit");
            assertThat(peer.line()).isEqualTo("read b''");
            this.decided.countDown();
            Awaitility.await().until(() -> Resources.sockets() <= before);
            assertThat(this.endpoints.counters.requests()).isZero();
        }
    }
}
