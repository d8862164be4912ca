package io.peercred.connection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** The server answers a connection's requests in their order, however they come. */
@Timeout(30)
class PipelinedFramesTests {

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private Path socket;

    @BeforeEach
    void serve() throws IOException {
        this.socket = this.directory.resolve("s");
        this.endpoints.serve(TestSettings.at(this.socket));
    }

    @Test
    void framesOfOneWriteAreAnsweredInOrder() throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = 0; i < 1000; i++) {
            frames.write(RawConnection.frame("request " + i));
        }
        try (RawConnection client = RawConnection.to(this.socket)) {
            client.send(frames.toByteArray());
            for (int i = 0; i < 1000; i++) {
                assertThat(client.readFrame()).isEqualTo("request " + i);
            }
        }
    }

    @Test
    void aClientThatHasEndedItsOutputStillGetsItsReply() throws IOException {
        try (RawConnection client = RawConnection.to(this.socket)) {
            client.sendFrame("last words").endOutput();
            assertThat(client.readFrame()).isEqualTo("last words");
            assertThat(client.bytesUntilEnd()).isZero();
        }
    }

    @Test
    void aFrameMayArriveByteByByte() throws IOException {
        try (RawConnection client = RawConnection.to(this.socket)) {
            for (byte each : RawConnection.frame("slowly")) {
                client.send(each);
            }
            assertThat(client.readFrame()).isEqualTo("slowly");
        }
    }

    @Test
    void anEmptyFrameIsARequest() throws IOException {
        try (RawConnection client = RawConnection.to(this.socket)) {
            assertThat(client.sendFrame("").readFrame()).isEmpty();
        }
    }

    @Test
    void aReplyLargerThanAllBuffersArrivesWhole() throws IOException {
        String request = "0123456789".repeat(90_000);
        assertThat(Endpoints.call(this.endpoints.client(TestSettings.at(this.socket)), request))
                .isEqualTo(request);
    }

    @Test
    void aClientThatComesAndGoesIsNoFault() throws IOException {
        RawConnection.to(this.socket).close(); // Most likely before it is accepted.
        try (RawConnection client = RawConnection.to(this.socket)) {
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> this.endpoints.counters.accepted() > 0);
            client.endOutput();
            assertThat(client.bytesUntilEnd()).isZero();
        }
        assertThat(this.endpoints.counters.badFrames()).isZero();
        assertThat(this.endpoints.counters.acceptFailures()).isZero();
    }
}
