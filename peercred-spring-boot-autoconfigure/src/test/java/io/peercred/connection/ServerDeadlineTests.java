package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** A client cannot hold a connection by being slow. */
@Timeout(30)
class ServerDeadlineTests {

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private TestSettings settings() {
        return TestSettings.at(this.directory.resolve("s"));
    }

    private RawConnection connect() throws IOException {
        return RawConnection.to(this.directory.resolve("s"));
    }

    private void awaitTimeouts(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> this.endpoints.counters.timeouts() == count);
    }

    @Test
    void whoTricklesAFrameIsCutOff() throws IOException {
        this.endpoints.serve(settings().readTimeout(Duration.ofMillis(400)));
        try (RawConnection client = connect()) {
            client.send((byte) 0, (byte) 0, (byte) 16, (byte) 0);
            client.awaitGone();
        }
        awaitTimeouts(1);
        assertThat(this.endpoints.counters.requests()).isZero();
        assertThat(this.endpoints.counters.badFrames()).isZero();
    }

    @Test
    void whoStopsInTheMiddleOfAFrameIsCutOff() throws IOException {
        this.endpoints.serve(settings().readTimeout(Duration.ofMillis(200)));
        try (RawConnection client = connect()) {
            assertThat(client.sendFrame("whole").readFrame()).isEqualTo("whole");
            client.send((byte) 0);
            assertThat(client.bytesUntilEnd()).isZero();
        }
        awaitTimeouts(1);
        assertThat(this.endpoints.counters.requests()).isEqualTo(1);
    }

    @Test
    void whoIsQuietIsLeftAloneWithoutAnIdleTimeout() throws IOException {
        this.endpoints.serve(settings().readTimeout(Duration.ofMillis(100)).writeTimeout(Duration.ofMillis(100)));
        try (RawConnection quiet = connect();
                RawConnection other = connect()) {
            assertThat(quiet.sendFrame("one").readFrame()).isEqualTo("one");
            other.send((byte) 0);
            awaitTimeouts(1);
            assertThat(quiet.sendFrame("two").readFrame()).isEqualTo("two");
        }
    }

    @Test
    void whoIsQuietIsCutOffAtTheIdleTimeout() throws IOException {
        this.endpoints.serve(settings().idleTimeout(Duration.ofMillis(200)));
        try (RawConnection silent = connect();
                RawConnection spoken = connect()) {
            assertThat(spoken.sendFrame("one").readFrame()).isEqualTo("one");
            assertThat(silent.bytesUntilEnd()).isZero();
            assertThat(spoken.bytesUntilEnd()).isZero();
        }
        awaitTimeouts(2);
    }

    @Test
    void whoDoesNotTakeItsReplyIsCutOff() throws IOException {
        this.endpoints.serve(
                settings().writeTimeout(Duration.ofMillis(200)).maxMessageSize(8 << 20),
                (payload, connection) -> new byte[8 << 20]);
        try (RawConnection client = connect()) {
            client.sendFrame("give me much");
            awaitTimeouts(1);
            assertThat(client.bytesUntilEnd()).isBetween(1, 8 << 20);
        }
        assertThat(this.endpoints.counters.handlerFailures()).isZero();
    }

    @Test
    void theHandlersTimeIsNotTheClients() throws IOException {
        this.endpoints.serve(
                settings()
                        .readTimeout(Duration.ofMillis(100))
                        .writeTimeout(Duration.ofMillis(100))
                        .idleTimeout(Duration.ofMillis(100)),
                (payload, connection) -> {
                    long start = System.nanoTime();
                    Awaitility.await().until(() -> System.nanoTime() - start > 400_000_000);
                    return payload;
                });
        try (RawConnection client = connect()) {
            assertThat(client.sendFrame("take your time").readFrame()).isEqualTo("take your time");
        }
    }
}
