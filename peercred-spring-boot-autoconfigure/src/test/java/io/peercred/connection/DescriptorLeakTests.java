package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.connection.OutboundSettings.PoolSettings;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.platform.NativeSupport;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Hundreds of rounds of whatever may happen leave no descriptor open. */
@Timeout(60)
class DescriptorLeakTests {

    private static final int ROUNDS = 300;

    private interface Round {
        void run() throws Exception;
    }

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private Path socket;
    private TestSettings settings;

    @BeforeEach
    void prepare() {
        this.socket = this.directory.resolve("s");
        this.settings = TestSettings.at(this.socket).pool(new PoolSettings(16, 0, null, Duration.ofMinutes(1)));
    }

    private static void assertLeavesNothing(Round round) throws Exception {
        round.run(); // What is opened once is not a leak.
        long sockets = Resources.sockets();
        long all = Resources.descriptors();
        for (int i = 0; i < ROUNDS; i++) {
            round.run();
        }
        Resources.awaitSockets(sockets);
        Awaitility.await()
                .untilAsserted(() -> assertThat(Resources.descriptors()).isLessThan(all + ROUNDS / 10));
    }

    @Test
    void exchanges() throws Exception {
        this.endpoints.serve(this.settings);
        OutboundClient client = this.endpoints.client(this.settings);
        assertLeavesNothing(() -> assertThat(Endpoints.call(client, "x")).isEqualTo("x"));
    }

    @Test
    void callbacks() throws Exception {
        this.endpoints.serve(this.settings);
        OutboundClient client = this.endpoints.client(this.settings);
        assertLeavesNothing(() -> assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> client.execute(null, connection -> {
                    throw new IllegalStateException("on purpose");
                })));
    }

    @Test
    void clientsThatLeaveInTheMiddle() throws Exception {
        this.endpoints.serve(this.settings);
        assertLeavesNothing(
                () -> RawConnection.to(this.socket).send((byte) 0, (byte) 0).close());
    }

    @Test
    void clientsThatDoNotTakeTheirReply() throws Exception {
        this.endpoints.serve(this.settings);
        assertLeavesNothing(() -> RawConnection.to(this.socket).sendFrame("x").close());
    }

    @Test
    void badFrames() throws Exception {
        this.endpoints.serve(this.settings);
        assertLeavesNothing(() -> {
            try (RawConnection client = RawConnection.to(this.socket)) {
                client.send((byte) -1, (byte) -1, (byte) -1, (byte) -1);
                assertThat(client.bytesUntilEnd()).isZero();
            }
        });
    }

    @Test
    void refusedClients(Warnings warnings) throws Exception {
        warnings.allow("is not expected");
        this.endpoints.serve(this.settings.uids(NativeSupport.effectiveUid() + 1));
        assertLeavesNothing(() -> {
            try (RawConnection client = RawConnection.to(this.socket)) {
                assertThat(client.bytesUntilEnd()).isZero();
            }
        });
        warnings.await("is not expected");
    }

    @Test
    void refusedServers(Warnings warnings) throws Exception {
        warnings.allow("is not expected");
        this.endpoints.serve(this.settings);
        OutboundClient client = this.endpoints.client(this.settings.uids(NativeSupport.effectiveUid() + 1));
        assertLeavesNothing(() ->
                assertThatExceptionOfType(PeerRejectedException.class).isThrownBy(() -> Endpoints.call(client, "x")));
    }

    @Test
    void serversThatCloseAtOnce() throws Exception {
        try (RawServer server = new RawServer(this.socket, connection -> {})) {
            OutboundClient client = this.endpoints.client(this.settings);
            assertLeavesNothing(
                    () -> assertThatExceptionOfType(IOException.class).isThrownBy(() -> Endpoints.call(client, "x")));
            assertThat(server.connections()).isGreaterThan(ROUNDS);
        }
    }

    @Test
    void noServers() throws Exception {
        SocketPaths.dead(this.socket);
        OutboundClient client = this.endpoints.client(this.settings);
        assertLeavesNothing(
                () -> assertThatExceptionOfType(IOException.class).isThrownBy(() -> Endpoints.call(client, "x")));
    }

    @Test
    void pathsThatAreTaken() throws Exception {
        this.endpoints.serve(this.settings);
        assertLeavesNothing(() ->
                assertThat(SocketPaths.failure(this.settings).reason()).isEqualTo(SocketBindException.Reason.TAKEN));
    }

    @Test
    void binds() throws Exception {
        assertLeavesNothing(() -> SocketPaths.bindAndRemove(this.settings));
    }
}
