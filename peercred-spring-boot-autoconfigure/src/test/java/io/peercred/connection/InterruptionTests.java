package io.peercred.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.connection.OutboundSettings.PoolSettings;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** A thread that waits for an exchange can be interrupted wherever it waits. */
@Timeout(60)
class InterruptionTests {

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private Path socket;
    private TestSettings settings;

    @BeforeEach
    void prepare() {
        this.socket = this.directory.resolve("s");
        this.settings = TestSettings.at(this.socket)
                .maxMessageSize(8 << 20)
                .connectTimeout(Duration.ofSeconds(50))
                .replyTimeout(Duration.ofSeconds(50));
    }

    /** Interrupts a call once the class and method are on its stack, and asserts how it ends. */
    private void assertInterruptible(OutboundClient client, String request, String... stack) throws Exception {
        long sockets = Resources.sockets();
        CompletableFuture<Exception> outcome = new CompletableFuture<>();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                Endpoints.call(client, request);
                outcome.completeExceptionally(new AssertionError("answered"));
            } catch (IOException | RuntimeException ex) {
                outcome.complete(ex);
            }
            flag.complete(Thread.currentThread().isInterrupted());
        });
        caller.start();
        for (String frame : stack) {
            Awaitility.await(frame).atMost(Duration.ofSeconds(10)).until(() -> isIn(caller, frame));
        }
        caller.interrupt();
        Exception failure = outcome.get(20, TimeUnit.SECONDS);
        assertThat(failure)
                .isInstanceOf(InterruptedIOException.class)
                .isNotInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("Interrupted")
                .hasMessageContaining(this.socket.toString());
        assertThat(flag.get(20, TimeUnit.SECONDS)).isTrue();
        caller.join();
        Resources.awaitSockets(sockets);
    }

    private static boolean isIn(Thread thread, String frame) {
        for (StackTraceElement element : thread.getStackTrace()) {
            if ((element.getClassName() + "." + element.getMethodName()).endsWith(frame)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void whereItWaitsForTheReply() throws Exception {
        try (RawServer server = new RawServer(this.socket, connection -> {
            connection.readFrame();
            connection.bytesUntilEnd();
        })) {
            assertInterruptible(this.endpoints.client(this.settings), "x", "ConnectionSocket.readOnce");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void whereItWritesAndNobodyReads() throws Exception {
        try (RawServer server = new RawServer(this.socket, connection -> {
            connection.read(10);
            connection.awaitGone();
        })) {
            assertInterruptible(this.endpoints.client(this.settings), "x".repeat(8 << 20), "ConnectionSocket.write");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void whereItWaitsInAFullBacklog() throws Exception {
        try (FullBacklog server = new FullBacklog(this.socket)) {
            assertInterruptible(this.endpoints.client(this.settings), "x", "UnixSockets.connect");
            assertThat(server).isNotNull();
        }
    }

    @Test
    void whereItWaitsForAConnection() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        this.endpoints.serve(this.settings, (payload, connection) -> {
            asked.countDown();
            answer.await();
            return payload;
        });
        OutboundClient client =
                this.endpoints.client(this.settings.pool(new PoolSettings(1, 1, null, Duration.ofMinutes(1))));
        CompletableFuture<String> first = Endpoints.callLater(client, "first");
        asked.await();
        assertInterruptible(client, "x", "ConnectionPool.borrow");
        answer.countDown();
        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("first");
        assertThat(Endpoints.call(client, "next")).isEqualTo("next");
    }

    /** Expiry and interruption meet again and again; the descriptor is closed once, by its owner or its interruption. */
    @Test
    void whileItsDeadlineExpires() throws Exception {
        long sockets = Resources.sockets();
        try (RawServer server = new RawServer(this.socket, RawConnection::bytesUntilEnd)) {
            OutboundClient client = this.endpoints.client(this.settings.replyTimeout(Duration.ofMillis(5)));
            for (int i = 0; i < 300; i++) {
                CompletableFuture<Exception> outcome = new CompletableFuture<>();
                Thread caller = new Thread(() -> {
                    try {
                        Endpoints.call(client, "x");
                        outcome.completeExceptionally(new AssertionError("answered"));
                    } catch (IOException | RuntimeException ex) {
                        outcome.complete(ex);
                    }
                });
                caller.start();
                long interruption = System.nanoTime() + 4_500_000 + i % 10 * 100_000;
                while (System.nanoTime() < interruption) {
                    Thread.onSpinWait();
                }
                caller.interrupt();
                assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
                caller.join();
            }
            assertThat(server.connections()).isPositive();
        }
        Resources.awaitSockets(sockets);
    }
}
