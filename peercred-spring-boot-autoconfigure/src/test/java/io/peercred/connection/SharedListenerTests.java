package io.peercred.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.connection.OutboundSettings.PoolSettings;
import io.peercred.platform.UnixAddress;
import io.peercred.platform.UnixSockets;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Servers that come and go at a listener that stays. */
@Timeout(60)
class SharedListenerTests {

    private static final int CALLERS = 4;
    private static final int CALLS = 3000;

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private int listener;
    private TestSettings settings;

    @BeforeEach
    void listen() throws Exception {
        Path socket = this.directory.resolve("s");
        this.listener = UnixSockets.open();
        UnixSockets.bind(this.listener, new UnixAddress(socket.toString()), 0600);
        UnixSockets.listen(this.listener, 64);
        this.settings = TestSettings.at(socket).inherited(InheritedSocket.of("test", this.listener));
    }

    @AfterEach
    void close() throws Exception {
        UnixSockets.close(this.listener);
    }

    @Test
    void noCallIsLostAndNoneAnsweredTwiceWhileServersReplaceEachOther() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        OutboundClient client = this.endpoints.client(this.settings);
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int caller = i;
            callers.add(
                    CompletableFuture.runAsync(() -> call(client, caller, answered), task -> new Thread(task).start()));
        }
        int servers = 0;
        while (callers.stream().anyMatch(each -> !each.isDone())) {
            InboundServer server = this.endpoints.serve(this.settings, (payload, connection) -> {
                handled.incrementAndGet();
                return payload;
            });
            int before = answered.get();
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(1))
                    .until(() ->
                            answered.get() > before + 50 || callers.stream().allMatch(CompletableFuture::isDone));
            server.stop().get(20, TimeUnit.SECONDS);
            servers++;
        }
        CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        assertThat(answered).hasValue(CALLERS * CALLS);
        assertThat(handled).hasValue(CALLERS * CALLS);
        assertThat(servers).isGreaterThan(5);
    }

    private static void call(OutboundClient client, int caller, AtomicInteger answered) {
        for (int i = 0; i < CALLS; i++) {
            String request = caller + ":" + i;
            try {
                assertThat(Endpoints.call(client, request)).isEqualTo(request);
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
            answered.incrementAndGet();
        }
    }

    /** Both find it, one takes it, and the other is in accept(2), which nobody but another connection ends. */
    @Test
    void stoppingDoesNotWaitForAConnectionThatAnotherServerTook() throws Exception {
        InboundServer one = this.endpoints.serve(this.settings);
        InboundServer other = this.endpoints.serve(this.settings);
        OutboundClient client =
                this.endpoints.client(this.settings.pool(new PoolSettings(1, 0, null, Duration.ofMinutes(1))));
        for (int i = 0; i < 300; i++) {
            assertThat(Endpoints.call(client, "x")).isEqualTo("x");
        }
        assertThat(one.stop()).succeedsWithin(Duration.ofSeconds(20));
        assertThat(Endpoints.call(client, "x")).isEqualTo("x");
        assertThat(other.stop()).succeedsWithin(Duration.ofSeconds(20));
    }

    /** Then no connection of ours can end accept(2), where the one that it was called for is gone. */
    @Test
    void stoppingDoesNotWaitEvenWhereNobodyFindsTheSocketAnyMore(Warnings warnings) throws Exception {
        warnings.allow("waits for a connection");
        List<InboundServer> servers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            servers.add(this.endpoints.serve(this.settings));
        }
        OutboundClient client =
                this.endpoints.client(this.settings.pool(new PoolSettings(1, 0, null, Duration.ofMinutes(1))));
        for (int i = 0; i < 20; i++) {
            assertThat(Endpoints.call(client, "x")).isEqualTo("x");
        }
        Path hidden = Files.move(this.directory.resolve("s"), this.directory.resolve("hidden"));
        for (InboundServer each : servers) {
            assertThat(each.stop()).succeedsWithin(Duration.ofSeconds(10));
        }
        for (int i = 0; i < servers.size(); i++) { // Ends the calls.
            RawConnection.to(hidden).close();
        }
    }

    /** As clients leave behind that met the activator and connect again, until their service listens. */
    @Test
    void connectionsThatWereGivenUpWhileNobodyAcceptedTakeNoOthersPlace() throws Exception {
        UnixSockets.listen(this.listener, 1024);
        for (int i = 0; i < 500; i++) {
            RawConnection.to(this.directory.resolve("s")).close();
        }
        List<RawConnection> alive = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                alive.add(RawConnection.to(this.directory.resolve("s")).sendFrame("x"));
            }
            this.endpoints.serve(this.settings);
            for (RawConnection each : alive) {
                assertThat(each.readFrame()).isEqualTo("x");
            }
        } finally {
            for (RawConnection each : alive) {
                each.close();
            }
        }
        assertThat(this.endpoints.counters.overLimit()).isZero();
    }

    /** It would look as if it listened, and refuse everybody. */
    @Test
    void oneThatWasShutDownIsRefused() throws Exception {
        UnixSockets.shutdown(this.listener);
        assertThatExceptionOfType(InheritedSocketException.class)
                .isThrownBy(() -> InheritedSocket.of("test", this.listener))
                .withMessageContaining("was shut down");
    }

    @Test
    void thatAnotherProcessShutItDownIsSaidOnce(Warnings warnings) throws Exception {
        InboundServer server = this.endpoints.serve(this.settings);
        UnixSockets.shutdown(this.listener);
        String words = "has shut it down";
        warnings.await(words);
        Awaitility.await().until(() -> this.endpoints.counters.acceptFailures() > 2);
        assertThat(warnings.count(words)).isOne();
        assertThat(server.stop()).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void saysWhyNobodyWhoConnectsToItsPathReachesIt() throws Exception {
        InboundServer server = this.endpoints.serve(this.settings);
        Path path = Path.of(this.settings.bind().path());
        assertThat(server.obstacle()).isNull();
        Files.delete(path);
        assertThat(server.obstacle()).isEqualTo("somebody deleted the socket's file");
        Files.writeString(path, "");
        assertThat(server.obstacle()).isEqualTo("at the socket's path is a regular file now");
        server.stop().get(20, TimeUnit.SECONDS);
        assertThat(server.obstacle()).isEqualTo("it has stopped");
    }
}
