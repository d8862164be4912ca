package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.connection.OutboundSettings.PoolSettings;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.platform.NativeSupport;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Who is connected, since when, with how much traffic; and how such a connection is ended. */
@Timeout(60)
class ConnectionStatusTests {

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private TestSettings settings() {
        return TestSettings.at(this.directory.resolve("s"));
    }

    private static ConnectionStatus only(List<ConnectionStatus> connections) {
        assertThat(connections).hasSize(1);
        return connections.get(0);
    }

    @Test
    void aConnectionShowsItsPeerAndWhatItCarried() throws IOException {
        Instant before = Instant.now().minusMillis(1);
        InboundServer server = this.endpoints.serve(settings(), (payload, connection) -> new byte[100]);
        try (Peer client = Peer.python("""
                s = connect(argv[0])
                for i in range(3):
                    send_frame(s, b'x' * 6); read_frame(s)
                say('done'); hear()
                """, this.directory.resolve("s"))) {
            assertThat(client.line()).isEqualTo("done");
            Awaitility.await("what is counted behind the write")
                    .until(() -> only(server.connections()).bytesSent() == 3 * (4 + 100));
            ConnectionStatus status = only(server.connections());
            assertThat(status.id()).startsWith("test-");
            assertThat(status.peer().uid()).isEqualTo(NativeSupport.effectiveUid());
            assertThat(status.peer().pid()).isEqualTo(client.pid());
            assertThat(status.since()).isBetween(before, Instant.now());
            assertThat(status.exchanges()).isEqualTo(3);
            assertThat(status.bytesReceived()).isEqualTo(3 * (4 + 6));
            assertThat(server.openConnections()).isEqualTo(1);
        }
        Awaitility.await().untilAsserted(() -> assertThat(server.connections()).isEmpty());
        assertThat(server.openConnections()).isZero();
    }

    @Test
    void anIdleConnectionIsEndedAndTheOthersStay() throws IOException {
        InboundServer server = this.endpoints.serve(settings());
        try (RawConnection first = RawConnection.to(this.directory.resolve("s"))) {
            assertThat(first.sendFrame("first").readFrame()).isEqualTo("first");
            String id = only(server.connections()).id();
            RawConnection second = RawConnection.to(this.directory.resolve("s"));
            assertThat(second.sendFrame("second").readFrame()).isEqualTo("second");
            assertThat(server.closeConnection(id)).isTrue();
            assertThat(first.bytesUntilEnd()).isZero();
            Awaitility.await().untilAsserted(() -> {
                assertThat(server.connections()).hasSize(1);
                assertThat(server.closeConnection(id)).as("twice").isFalse();
            });
            assertThat(second.sendFrame("again").readFrame()).isEqualTo("again");
            second.close();
        }
    }

    @Test
    void aConnectionIsEndedWhileItsRequestIsHandled() throws Exception {
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        InboundServer server = this.endpoints.serve(settings(), (payload, connection) -> {
            handling.countDown();
            ended.await();
            return payload;
        });
        try (RawConnection client = RawConnection.to(this.directory.resolve("s"))) {
            client.sendFrame("x");
            handling.await();
            assertThat(server.closeConnection(only(server.connections()).id())).isTrue();
            assertThat(client.bytesUntilEnd()).isZero();
            ended.countDown();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(server.connections()).isEmpty());
        }
    }

    @Test
    void aKeptConnectionThatIsEndedIsReplacedByTheNextExchange() throws IOException {
        this.endpoints.serve(settings());
        OutboundClient client =
                this.endpoints.client(settings().pool(new PoolSettings(2, 2, null, Duration.ofMinutes(1))));
        Endpoints.call(client, "one");
        Endpoints.call(client, "two");
        ConnectionStatus status = only(client.connections());
        assertThat(status.exchanges()).isEqualTo(2);
        assertThat(status.bytesSent()).isEqualTo(2 * (4 + 3));
        assertThat(status.bytesReceived()).isEqualTo(2 * (4 + 3));
        assertThat(client.pool()).isEqualTo(new PoolStatus(0, 1, 0, 2));
        assertThat(client.closeConnection(status.id())).isTrue();
        assertThat(client.closeConnection("test-0")).isFalse();
        assertThat(Endpoints.call(client, "three")).isEqualTo("three");
        assertThat(only(client.connections()).id()).isNotEqualTo(status.id());
        assertThat(client.counters().opened()).isEqualTo(2);
        assertThat(client.counters().closed()).isEqualTo(1);
        client.close();
        assertThat(client.connections()).isEmpty();
        assertThat(client.counters().closed()).isEqualTo(2);
    }

    @Test
    void aConnectionInUseThatIsEndedFailsItsExchange() throws Exception {
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        this.endpoints.serve(settings(), (payload, connection) -> {
            handling.countDown();
            ended.await();
            return payload;
        });
        OutboundClient client = this.endpoints.client(settings());
        CompletableFuture<String> answer = Endpoints.callLater(client, "x");
        handling.await();
        assertThat(client.pool().active()).isEqualTo(1);
        assertThat(client.closeConnection(only(client.connections()).id())).isTrue();
        assertThat(answer)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withRootCauseInstanceOf(PeerClosedException.class);
        ended.countDown();
        assertThat(client.connections()).isEmpty();
    }

    @Test
    void refusalsAreCountedByReason(Warnings warnings) throws IOException {
        warnings.allow("4000000000");
        this.endpoints.serve(settings().uids(4_000_000_000L));
        try (RawConnection client = RawConnection.to(this.directory.resolve("s"))) {
            assertThat(client.bytesUntilEnd()).isZero();
        }
        Awaitility.await().until(() -> this.endpoints.counters.rejected(Reason.UID_NOT_EXPECTED) == 1);
        assertThat(this.endpoints.counters.rejected(Reason.GID_NOT_EXPECTED)).isZero();
        assertThat(this.endpoints.counters.rejected()).isEqualTo(1);
        OutboundClient client = this.endpoints.client(settings().uids(4_000_000_000L));
        assertThatExceptionOfType(PeerRejectedException.class).isThrownBy(() -> Endpoints.call(client, "x"));
        assertThat(client.counters().rejected(Reason.UID_NOT_EXPECTED)).isEqualTo(1);
        assertThat(client.counters().opened()).isZero();
        assertThat(client.connections()).isEmpty();
    }

    /** Echoes, hears of connections and fails by that. */
    private static final class FailingListener implements RequestHandler {

        final List<ConnectionStatus> heard = new CopyOnWriteArrayList<>();

        @Override
        public @Nullable OutgoingMessage handle(InboundRequest request) {
            return OutgoingMessage.of(request.payload());
        }

        @Override
        public void opened(ConnectionStatus connection) {
            this.heard.add(connection);
            throw new IllegalStateException("of the test");
        }
    }

    @Test
    void aListenerHearsOfWhomItsPolicyAccepts(Warnings warnings) throws IOException {
        warnings.allow("A listener of connections failed");
        FailingListener listener = new FailingListener();
        this.endpoints.serveRequests(settings(), listener);
        try (RawConnection client = RawConnection.to(this.directory.resolve("s"))) {
            Awaitility.await().until(() -> listener.heard.size() == 1);
            assertThat(client.sendFrame("x").readFrame()).isEqualTo("x");
            assertThat(listener.heard.get(0).peer().uid()).isEqualTo(NativeSupport.effectiveUid());
            assertThat(listener.heard.get(0).bytesReceived()).isZero();
        }
    }

    @Test
    void aListenerThatFailsDoesNotFillTheLog(Warnings warnings) throws IOException {
        warnings.allow("A listener of connections failed");
        FailingListener listener = new FailingListener();
        this.endpoints.serveRequests(settings(), listener);
        int connections = 5 * UnansweredLog.FAILURES_TOLD;
        for (int i = 0; i < connections; i++) {
            try (RawConnection client = RawConnection.to(this.directory.resolve("s"))) {
                assertThat(client.sendFrame("x").readFrame()).isEqualTo("x");
            }
        }
        assertThat(listener.heard).hasSize(connections);
        assertThat(warnings.count("A listener of connections failed"))
                .isBetween((long) UnansweredLog.FAILURES_TOLD, 3L * UnansweredLog.FAILURES_TOLD);
    }
}
