package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Bytes that are no frame end their connection, are counted, reach no handler and harm nobody else. */
@Timeout(30)
class BrokenFrameTests {

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    @ParameterizedTest
    @CsvSource(textBlock = """
                    length-header, 100, FFFFFFFF,           negative length
                    length-header, 100, 80000000,           negative length
                    length-header, 100, 80000001AA,         negative length
                    length-header, 100, 00000065,           larger than the 100 bytes
                    length-header, 100, 7FFFFFFF,           larger than the 100 bytes
                    length-header, 100, 000000,             within a frame
                    length-header, 100, 0000000561626364,   within a frame
                    lf,            2,   6162630A,           larger than the 2 bytes
                    lf,            100, 616263,             within a frame
                    crlf,          100, 6162630D,           within a frame
                    crlf,          2,   6162630D0A,         larger than the 2 bytes
                    nul,           100, 616263,             within a frame
                    raw,           2,   616263,             larger than the 2 bytes
                    """)
    void isRefusedWithWhatIsWrong(String codec, int limit, String hex, String what) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> Frames.decode(codec, limit, Frames.whole(bytes)))
                .withMessageContaining(what);
        assertEndsItsConnection(codec, limit, bytes);
    }

    private void assertEndsItsConnection(String codec, int limit, byte[] bytes) throws IOException {
        Path socket = this.directory.resolve("s");
        TestSettings settings = TestSettings.at(socket).codec(codec).maxMessageSize(limit);
        this.endpoints.serve(settings);
        try (RawConnection client = RawConnection.to(socket)) {
            client.send(bytes).endOutput();
            assertThat(client.bytesUntilEnd()).isZero();
        }
        Awaitility.await().until(() -> this.endpoints.counters.badFrames() == 1);
        assertThat(this.endpoints.counters.requests()).isZero();
        assertThat(Endpoints.call(this.endpoints.client(settings), "ok")).isEqualTo("ok");
    }

    @Test
    void aReplyThatIsTooLongEndsTheClientsConnection() throws Exception {
        Path socket = this.directory.resolve("s");
        try (RawServer server = new RawServer(socket, connection -> {
            connection.readFrame();
            connection.send((byte) 0x40, (byte) 0, (byte) 0, (byte) 0);
            assertThat(connection.bytesUntilEnd()).isZero();
        })) {
            OutboundClient client =
                    this.endpoints.client(TestSettings.at(socket).maxMessageSize(100));
            for (int i = 1; i <= 2; i++) {
                assertThatExceptionOfType(FrameException.class)
                        .isThrownBy(() -> Endpoints.call(client, "x"))
                        .withMessageContaining("100 bytes")
                        .withMessageContaining(socket.toString());
                assertThat(server.connections()).isEqualTo(i);
            }
        }
    }

    @Test
    void aReplyCutShortIsNoReply() throws Exception {
        Path socket = this.directory.resolve("s");
        try (RawServer server = new RawServer(socket, connection -> {
            connection.readFrame();
            connection.send((byte) 0, (byte) 0, (byte) 0, (byte) 5, (byte) 'a');
        })) {
            OutboundClient client = this.endpoints.client(TestSettings.at(socket));
            assertThatExceptionOfType(FrameException.class)
                    .isThrownBy(() -> Endpoints.call(client, "x"))
                    .withMessageContaining("within a frame")
                    .withMessageContaining(socket.toString());
            assertThat(server.connections()).isEqualTo(1);
        }
    }
}
