package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.connection.SocketBindException.Reason;
import io.peercred.platform.FileStatus;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** A socket without listener is replaced if it is ours, by one server only. */
@Timeout(60)
class DeadSocketTests {

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private Path socket() {
        return this.directory.resolve("s");
    }

    @Test
    void ofOursIsReplaced() throws IOException {
        FileStatus dead = FileStatus.of(SocketPaths.dead(socket()));
        TestSettings settings = TestSettings.at(socket());
        InboundServer server = this.endpoints.serve(settings);
        assertThat(server.file()).isNotNull().isNotEqualTo(dead);
        assertThat(Endpoints.call(this.endpoints.client(settings), "new")).isEqualTo("new");
    }

    @Test
    void ofAKilledServerIsReplaced() throws IOException {
        try (Peer killed = ChildServer.startAfter("true", socket())) {
            assertThat(killed.line()).isEqualTo("listening");
            assertThat(SocketPaths.failure(TestSettings.at(socket())).reason()).isEqualTo(Reason.TAKEN);
            killed.close();
            killed.exitCode();
        }
        assertThat(socket()).exists();
        TestSettings settings = TestSettings.at(socket());
        this.endpoints.serve(settings);
        assertThat(Endpoints.call(this.endpoints.client(settings), "back")).isEqualTo("back");
    }

    @Test
    void ofAnotherUserStays() throws IOException {
        SocketPaths.giveTo(65534, SocketPaths.dead(socket()));
        assertThat(SocketPaths.assertInTheWay(TestSettings.at(socket()), Reason.FOREIGN_SOCKET))
                .hasMessageContaining("uid 65534");
    }

    @Test
    void ofTheConfiguredOwnerIsReplaced() throws IOException {
        SocketPaths.giveTo(65534, SocketPaths.dead(socket()));
        TestSettings settings = TestSettings.at(socket()).file(new SocketFile(0600, 65534L, null, true));
        assertThat(SocketPaths.bindAndRemove(settings).uid()).isEqualTo(65534);
    }

    @Test
    void thatTwoServersFindGoesToOneAndTheOtherFindsALiveOne() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 30; round++) {
                SocketPaths.dead(this.directory.resolve("s" + round));
                TestSettings settings = TestSettings.at(this.directory.resolve("s" + round));
                CyclicBarrier start = new CyclicBarrier(2);
                List<Future<Object>> outcomes = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    outcomes.add(threads.submit(() -> {
                        start.await();
                        return bind(settings);
                    }));
                }
                List<Object> both =
                        List.of(outcomes.get(0).get(), outcomes.get(1).get());
                assertThat(both).filteredOn(Listener.class::isInstance).hasSize(1);
                assertThat(both).contains(Reason.TAKEN);
                RawConnection.to(this.directory.resolve("s" + round)).close();
                for (Object each : both) {
                    if (each instanceof Listener listener) {
                        listener.close();
                    }
                }
            }
        } finally {
            threads.shutdown();
        }
    }

    private static Object bind(TestSettings settings) {
        try {
            return SocketBinder.bind(settings.bind(), false);
        } catch (SocketBindException ex) {
            return ex.reason();
        }
    }
}
