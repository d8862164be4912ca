package io.peercred.connection;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.connection.OutboundSettings.PoolSettings;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** Virtual threads call as others do, however many there are. */
@Timeout(60)
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadTests {

    private static final int CALLERS = 200;

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    /** By reflection: the class files are of Java 17. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    @Test
    void manyMoreThanProcessorsAreAllAnsweredByOneThatWaitsForAll() throws Exception {
        CountDownLatch all = new CountDownLatch(50);
        TestSettings settings = TestSettings.at(this.directory.resolve("s"))
                .pool(new PoolSettings(50, 50, null, Duration.ofMinutes(1)));
        this.endpoints.serve(settings, (payload, connection) -> {
            all.countDown();
            all.await();
            return payload;
        });
        assertAllAnswered(this.endpoints.client(settings), 50);
    }

    @Test
    void thoseWhoWaitForAConnectionTakeNoOtherThread() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        TestSettings settings = TestSettings.at(this.directory.resolve("s"))
                .replyTimeout(Duration.ofSeconds(30))
                .pool(new PoolSettings(4, 4, null, Duration.ofMinutes(1)));
        this.endpoints.serve(settings, (payload, connection) -> {
            answer.await();
            return payload;
        });
        OutboundClient client = this.endpoints.client(settings);
        long before = Resources.threads("peercred-for-virtual-thread");
        CompletableFuture<Long> most = CompletableFuture.supplyAsync(
                () -> {
                    Awaitility.await().until(() -> this.endpoints.counters.requests() == 4);
                    long now = Resources.threads("peercred-for-virtual-thread");
                    answer.countDown();
                    return now;
                },
                task -> new Thread(task).start());
        assertAllAnswered(client, CALLERS);
        // Those of the test before live on for some seconds.
        assertThat(most.get(10, TimeUnit.SECONDS)).isLessThanOrEqualTo(before + 4);
        assertThat(this.endpoints.counters.accepted()).isEqualTo(4);
    }

    private static void assertAllAnswered(OutboundClient client, int callers) throws Exception {
        ExecutorService threads = virtualThreads();
        try {
            List<Future<String>> calls = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                String request = "call " + i;
                calls.add(threads.submit(() -> Endpoints.call(client, request)));
            }
            for (int i = 0; i < callers; i++) {
                assertThat(calls.get(i).get(40, TimeUnit.SECONDS)).isEqualTo("call " + i);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void oneThatIsInterruptedIsFreeAndLeavesNothing() throws Exception {
        long sockets = Resources.sockets();
        try (RawServer server = new RawServer(this.directory.resolve("s"), RawConnection::bytesUntilEnd)) {
            OutboundClient client = this.endpoints.client(
                    TestSettings.at(this.directory.resolve("s")).replyTimeout(Duration.ofSeconds(50)));
            ExecutorService threads = virtualThreads();
            for (int i = 1; i <= 20; i++) {
                Future<String> call = threads.submit(() -> Endpoints.call(client, "x"));
                int connections = i;
                Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> server.connections() == connections);
                call.cancel(true);
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        Resources.awaitSockets(sockets);
    }
}
