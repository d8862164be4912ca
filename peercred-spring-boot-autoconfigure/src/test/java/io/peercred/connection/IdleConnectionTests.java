package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** Connections that have gone quiet hold no thread, and lose nothing by it. */
@Timeout(60)
class IdleConnectionTests {

    private static final int MANY = 200;

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private final List<RawConnection> clients = new ArrayList<>();

    @AfterEach
    void closeClients() throws IOException {
        for (RawConnection client : this.clients) {
            client.close();
        }
    }

    private TestSettings settings() {
        return TestSettings.at(this.directory.resolve("s")).maxConnections(MANY, MANY);
    }

    private InboundServer serve(TestSettings settings) throws IOException {
        InboundServer server = this.endpoints.serve(settings);
        for (int i = 0; i < MANY; i++) {
            this.clients.add(RawConnection.to(this.directory.resolve("s")));
        }
        return server;
    }

    private void assertEachAnswers(String request) throws IOException {
        for (RawConnection client : this.clients) {
            assertThat(client.sendFrame(request).readFrame()).isEqualTo(request);
        }
    }

    /** Threads of the executor live on for a while without a connection. */
    private static long threadsThatServe() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().matches("peercred-test-\\d+"))
                .filter(thread -> List.of(thread.getValue()).stream()
                        .anyMatch(frame -> frame.getClassName().endsWith("InboundConnection")))
                .count();
    }

    private static void awaitQuiet() {
        Awaitility.await("no thread serves").atMost(Duration.ofSeconds(20)).until(() -> threadsThatServe() == 0);
    }

    @Test
    void theirThreadsAreFreeAndEachIsServedAgain() throws IOException {
        serve(settings());
        for (String request : List.of("first", "after a while", "once more")) {
            assertEachAnswers(request);
            awaitQuiet();
        }
        assertThat(this.endpoints.counters.accepted()).isEqualTo(MANY);
    }

    @Test
    void aPeerThatHasNotWrittenYetIsServedWhenItDoes() throws IOException {
        serve(settings());
        Awaitility.await().until(() -> this.endpoints.counters.accepted() == MANY);
        awaitQuiet();
        assertEachAnswers("late");
    }

    @Test
    void onesThatThePeerClosesMakeRoom() throws IOException {
        long sockets = Resources.sockets();
        serve(settings());
        assertEachAnswers("x");
        awaitQuiet();
        closeClients();
        this.clients.clear();
        Resources.awaitSockets(sockets + 1);
        for (int i = 0; i < MANY; i++) {
            this.clients.add(RawConnection.to(this.directory.resolve("s")));
        }
        assertEachAnswers("y");
        assertThat(this.endpoints.counters.overLimit()).isZero();
    }

    @Test
    void theirIdleTimeoutEndsThem() throws IOException {
        serve(settings().idleTimeout(Duration.ofMillis(1500)));
        assertEachAnswers("x");
        awaitQuiet();
        for (RawConnection client : this.clients) {
            assertThat(client.bytesUntilEnd()).isZero();
        }
        Awaitility.await().until(() -> this.endpoints.counters.timeouts() == MANY);
    }

    @Test
    void stoppingEndsThemAndLeavesNothing() throws Exception {
        long descriptors = Resources.descriptors();
        InboundServer server = serve(settings());
        assertEachAnswers("x");
        awaitQuiet();
        server.stop().get(10, TimeUnit.SECONDS);
        for (RawConnection client : this.clients) {
            assertThat(client.bytesUntilEnd()).isZero();
        }
        assertNothingIsLeft(descriptors);
    }

    @Test
    void abortingEndsThemAndLeavesNothing() throws Exception {
        long descriptors = Resources.descriptors();
        InboundServer server = serve(settings());
        assertEachAnswers("x");
        awaitQuiet();
        server.abort();
        server.stop().get(10, TimeUnit.SECONDS);
        assertNothingIsLeft(descriptors);
    }

    private void assertNothingIsLeft(long descriptors) throws IOException {
        closeClients();
        Awaitility.await("descriptors").until(() -> Resources.descriptors() <= descriptors);
        Awaitility.await("threads")
                .atMost(Duration.ofSeconds(10))
                .until(() -> Resources.threads("peercred-test-") == 0);
    }

    /** Each pause ends near the moment at which the connection is left to the waiting thread. */
    @Test
    void whatComesWhileTheyAreBeingLeftIsNotLost() throws IOException {
        serve(settings());
        RawConnection client = this.clients.get(0);
        for (int i = 0; i < 150; i++) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(18_000 + i * 50L));
            assertThat(client.sendFrame("call " + i).readFrame()).isEqualTo("call " + i);
        }
        assertThat(this.endpoints.counters.requests()).isEqualTo(150);
    }

    @Test
    void aFrameThatPausesIsWhole() throws IOException {
        serve(settings());
        RawConnection client = this.clients.get(0);
        byte[] frame = RawConnection.frame("in pieces");
        awaitQuiet();
        for (byte each : frame) {
            client.send(each);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        assertThat(client.readFrame()).isEqualTo("in pieces");
    }

    @Test
    void aFrameThatIsNeverCompletedEndsAtItsReadTimeout() throws IOException {
        serve(settings().readTimeout(Duration.ofMillis(300)));
        awaitQuiet();
        RawConnection client = this.clients.get(0).send((byte) 0);
        assertThat(client.bytesUntilEnd()).isZero();
        Awaitility.await().until(() -> this.endpoints.counters.timeouts() == 1);
    }
}
