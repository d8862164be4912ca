package io.peercred.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** An expected peer that provokes failures as fast as it can, and the log. */
@Timeout(60)
class FailureFloodTests {

    private static final int FLOOD = 500;
    private static final String LINE = "its request could not be answered";

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private TestSettings serveAHandlerThatFails(boolean errorReplies) throws IOException {
        TestSettings settings = TestSettings.at(this.directory.resolve("s"));
        this.endpoints.serve(errorReplies ? settings.errorReplies() : settings, (payload, connection) -> {
            throw new IllegalStateException("in vain");
        });
        return settings;
    }

    @Test
    void ofFailuresThatAreAnsweredTheFirstAreToldAndAllAreCounted(Warnings warnings) throws IOException {
        warnings.allow(LINE);
        serveAHandlerThatFails(true);
        try (RawConnection client = RawConnection.to(this.directory.resolve("s"))) {
            for (int i = 0; i < FLOOD; i++) {
                assertThat(client.sendFrame("x").readErrorFrame()).contains("\"failed\"");
            }
        }
        assertThat(this.endpoints.counters.handlerFailures()).isEqualTo(FLOOD);
        assertIsBounded(warnings, LINE);
    }

    @Test
    void ofFailuresThatEndTheirConnectionToo(Warnings warnings) throws IOException {
        warnings.allow(LINE);
        serveAHandlerThatFails(false);
        for (int i = 0; i < FLOOD; i++) {
            try (RawConnection client = RawConnection.to(this.directory.resolve("s"))) {
                assertThat(client.sendFrame("x").bytesUntilEnd()).isZero();
            }
        }
        assertThat(this.endpoints.counters.handlerFailures()).isEqualTo(FLOOD);
        assertIsBounded(warnings, LINE);
    }

    @Test
    void ofFailuresOfACodecToo(Warnings warnings) throws IOException {
        String line = "its request could not be read: java.lang.IllegalStateException: no codec";
        warnings.allow(line);
        this.endpoints.serve(TestSettings.at(this.directory.resolve("s")).codec(new FrameCodec() {
            @Override
            public byte[] decode(FrameInput input) {
                throw new IllegalStateException("no codec");
            }

            @Override
            public ByteBuffer[] encode(byte[] payload) {
                return new ByteBuffer[] {ByteBuffer.wrap(payload)};
            }
        }));
        for (int i = 0; i < FLOOD; i++) {
            try (RawConnection client = RawConnection.to(this.directory.resolve("s"))) {
                assertThat(client.sendFrame("x").bytesUntilEnd()).isZero();
            }
        }
        assertIsBounded(warnings, line);
    }

    /** On a machine so busy that it takes more than ten seconds there are more. */
    private static void assertIsBounded(Warnings warnings, String line) {
        assertThat(warnings.count(line)).isBetween((long) UnansweredLog.FAILURES_TOLD, FLOOD / 10L);
    }
}
