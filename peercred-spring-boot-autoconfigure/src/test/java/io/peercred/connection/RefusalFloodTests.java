package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.connection.OutboundSettings.PoolSettings;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** A user who is refused as fast as it can connect harms nobody, costs no thread and floods no log. */
@Timeout(60)
class RefusalFloodTests {

    private static final int CONNECTS = 5000;

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    @Test
    void anAllowedClientsCallsGoOn(Warnings warnings) throws IOException {
        warnings.allow("uid 65534");
        SocketPaths.mode(0755, this.directory);
        TestSettings settings =
                TestSettings.at(this.directory.resolve("s")).pool(new PoolSettings(16, 0, null, Duration.ofMinutes(1)));
        this.endpoints.serve(settings);
        OutboundClient client = this.endpoints.client(settings);
        long sockets = Resources.sockets();
        try (Peer flood = Peer.pythonAs(65534, """
                say('ready')
                for i in range(int(argv[1])):
                    s = socket.socket(socket.AF_UNIX); s.connect(argv[0])
                    try: s.send(b'xxxx')
                    except OSError: pass
                    s.close()
                say('done')
                """, this.directory.resolve("s"), CONNECTS)) {
            flood.line();
            long threads = 0;
            int calls = 0;
            while (this.endpoints.counters.rejected() < CONNECTS) {
                assertThat(Endpoints.call(client, "call " + calls)).isEqualTo("call " + calls);
                calls++;
                threads = Math.max(threads, Resources.threads("peercred-test-"));
            }
            assertThat(flood.line()).isEqualTo("done");
            assertThat(calls).isPositive();
            // Acceptor, and workers of the one allowed client that are about to end.
            assertThat(threads).isLessThan(15);
        }
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> this.endpoints.counters.rejected() == CONNECTS);
        assertThat(this.endpoints.counters.handlerFailures()).isZero();
        assertThat(warnings.count("uid 65534")).isBetween(1L, 5L);
        Resources.awaitSockets(sockets);
    }

    @Test
    void peersThatAreGoneBeforeTheyAreJudgedAreNoMore() throws IOException {
        TestSettings settings =
                TestSettings.at(this.directory.resolve("s")).pool(new PoolSettings(16, 0, null, Duration.ofMinutes(1)));
        this.endpoints.serve(settings);
        long sockets = Resources.sockets();
        for (int i = 0; i < 500; i++) {
            try (RawConnection gone = RawConnection.to(this.directory.resolve("s"))) {
                if (i % 2 == 0) {
                    gone.send((byte) 0, (byte) 0);
                }
            }
        }
        assertThat(Endpoints.call(this.endpoints.client(settings), "still here"))
                .isEqualTo("still here");
        Resources.awaitSockets(sockets);
    }
}
