package io.peercred.connection;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.connection.OutboundSettings.PoolSettings;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Connections are kept as the settings say. */
@Timeout(30)
class ConnectionPoolTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private final Semaphore answers = new Semaphore(0);
    private final CountDownLatch asked = new CountDownLatch(2);
    private TestSettings settings;

    @BeforeEach
    void serve() throws IOException {
        this.settings = TestSettings.at(this.directory.resolve("s"));
        this.endpoints.serve(this.settings, (payload, connection) -> {
            if (payload.length == 0) {
                this.asked.countDown();
                this.answers.acquire();
            }
            return payload;
        });
    }

    private OutboundClient client(int maxActive, int maxIdle, Duration maxWait, Duration maxIdleTime) {
        return this.endpoints.client(this.settings.pool(new PoolSettings(maxActive, maxIdle, maxWait, maxIdleTime)));
    }

    private long connections() {
        return this.endpoints.counters.accepted();
    }

    private static CompletableFuture<String> callLater(OutboundClient client) {
        return Endpoints.callLater(client, "");
    }

    @Test
    void oneAfterAnotherUsesOneConnection() throws IOException {
        OutboundClient client = client(16, 16, null, MINUTE);
        for (int i = 0; i < 100; i++) {
            assertThat(Endpoints.call(client, "x")).isEqualTo("x");
        }
        assertThat(connections()).isEqualTo(1);
    }

    @Test
    void noMoreThanMaxActiveAreOpenAndTheNextWaitsForMaxWait() throws Exception {
        OutboundClient client = client(2, 2, Duration.ofMillis(200), MINUTE);
        CompletableFuture<String> one = callLater(client);
        CompletableFuture<String> two = callLater(client);
        this.asked.await();
        long start = System.nanoTime();
        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(() -> Endpoints.call(client, "x"))
                .withMessageContaining("all 2 are in use")
                .withMessageContaining("max-active");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(200), Duration.ofSeconds(5));
        this.answers.release(2);
        assertThat(one.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(two.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(Endpoints.call(client, "x")).isEqualTo("x");
        assertThat(connections()).isEqualTo(2);
    }

    @Test
    void waitingForTheOthersIsPartOfTheExchangesDeadline() throws Exception {
        this.settings.replyTimeout(Duration.ofMillis(500));
        OutboundClient client = client(1, 1, null, MINUTE);
        CompletableFuture<String> hanging = callLater(client);
        Awaitility.await().until(() -> this.asked.getCount() == 1);
        long start = System.nanoTime();
        try {
            Endpoints.call(client, "x");
        } catch (SocketTimeoutException ex) {
            assertThat(ex).hasMessageContaining("'test'");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> hanging.get(10, TimeUnit.SECONDS))
                .withCauseInstanceOf(SocketTimeoutException.class);
        this.answers.release();
    }

    @Test
    void noMoreThanMaxIdleAreKept() throws IOException {
        long sockets = Resources.sockets();
        OutboundClient client = client(16, 0, null, MINUTE);
        for (int i = 0; i < 10; i++) {
            assertThat(Endpoints.call(client, "x")).isEqualTo("x");
        }
        assertThat(connections()).isEqualTo(10);
        Resources.awaitSockets(sockets);
    }

    @Test
    void noneIsKeptLongerThanMaxIdleTime() throws IOException {
        long sockets = Resources.sockets();
        assertThat(Endpoints.call(client(16, 16, null, Duration.ofMillis(100)), "x"))
                .isEqualTo("x");
        Resources.awaitSockets(sockets);
    }

    @Test
    void noneIsKeptAfterAMessageWithoutReplyOrACallback() throws IOException {
        OutboundClient client = client(16, 16, null, MINUTE);
        client.send(client.encode(OutgoingMessage.of(new byte[] {1})));
        AtomicReference<VerifiedConnection> leaked = new AtomicReference<>();
        client.execute(null, connection -> {
            leaked.set(connection);
            return connection.write(ByteBuffer.wrap(RawConnection.frame("x")));
        });
        assertThat(Endpoints.call(client, "x")).isEqualTo("x");
        Awaitility.await().until(() -> connections() == 3);
        assertThatExceptionOfType(ClosedChannelException.class)
                .isThrownBy(() -> leaked.get().read(ByteBuffer.allocate(1)));
        assertThatExceptionOfType(ClosedChannelException.class)
                .isThrownBy(() -> leaked.get().write(ByteBuffer.allocate(1)));
    }

    @Test
    void closingEndsWhatIsIdleNowAndWhatIsInUseAfterwards() throws Exception {
        long sockets = Resources.sockets();
        OutboundClient client = client(16, 16, null, MINUTE);
        assertThat(Endpoints.call(client, "x")).isEqualTo("x");
        CompletableFuture<String> one = callLater(client);
        CompletableFuture<String> two = callLater(client);
        this.asked.await();
        client.close();
        this.answers.release(2);
        assertThat(one.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(two.get(10, TimeUnit.SECONDS)).isEmpty();
        Resources.awaitSockets(sockets);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Endpoints.call(client, "x"))
                .withMessageContaining("closed");
    }

    @Test
    void closingTellsThoseWhoWaitAndInterruptsNobody() throws Exception {
        OutboundClient client = client(1, 1, null, MINUTE);
        CompletableFuture<String> first = callLater(client);
        Awaitility.await().until(() -> this.asked.getCount() == 1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        CompletableFuture<IOException> failure = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                Endpoints.call(client, "x");
            } catch (IOException ex) {
                failure.complete(ex);
            }
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        waiting.start();
        Awaitility.await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        client.close();
        assertThat(failure.get(10, TimeUnit.SECONDS)).hasMessageContaining("is closed");
        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isFalse();
        this.answers.release();
        first.get(10, TimeUnit.SECONDS);
    }
}
