package io.peercred.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.json.BasicJsonParser;
import org.springframework.boot.json.JsonParser;
import org.springframework.boot.json.JsonParserFactory;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerCredentials.Source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

/** What an error frame is, and what is none. */
class ErrorFrameTests {

    private static final Endpoint ENDPOINT = new Endpoint("test", Direction.OUTBOUND, "/run/test");
    private static final PeerCredentials PEER =
            new PeerCredentials(0, 0, null, Set.of(), Source.SO_PEERCRED, Moment.LISTEN);

    private static ErrorFrameException read(byte... frame) throws IOException {
        FrameInput input =
                new FrameInput(Channels.newChannel(Frames.whole(frame))::read, ByteBuffer.allocateDirect(1 << 10), 10);
        return ErrorFrames.read(input, ENDPOINT, PEER);
    }

    private static ErrorFrameException read(String json) throws IOException {
        return read(RawConnection.errorFrame(json));
    }

    private static byte[] frame(ErrorCode code) {
        byte[] bytes = new byte[code.frame().remaining()];
        code.frame().get(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void eachOfOursIsRead(ErrorCode code) throws IOException {
        ErrorFrameException error = read(frame(code));
        assertThat(error.error()).isEqualTo(code.code());
        assertThat(error.errorMessage()).isEqualTo(code.sentence());
        assertThat(error).hasMessageContainingAll("/run/test", "'" + code.code() + "'", code.sentence());
    }

    /** An application need not have Jackson or Gson. */
    @ParameterizedTest
    @EnumSource
    void eachOfOursIsReadWithoutALibrary(ErrorCode code) {
        byte[] frame = frame(code);
        String json = new String(frame, 4, frame.length - 4, StandardCharsets.UTF_8);
        JsonParser none = new BasicJsonParser();
        assertThat(JsonParserFactory.getJsonParser()).isNotInstanceOf(BasicJsonParser.class);
        assertThat(none.parseMap(json)).isEqualTo(Map.of("error", code.code(), "message", code.sentence()));
    }

    @Test
    void aCodeThatWeDoNotKnowIsKeptAndFurtherKeysDoNotMatter() throws IOException {
        ErrorFrameException error =
                read("{\"retry\":[1,{\"a\":null}],\"error\":\"quota-2\",\"message\":\"h\u00e9, \\\"x\\\"\"}\n");
        assertThat(error.error()).isEqualTo("quota-2");
        assertThat(error.errorMessage()).isEqualTo("h\u00e9, \"x\"");
    }

    @Test
    void itMayBeAsLongAsItsOwnLimitWhateverThatOfMessagesIs() throws IOException {
        String start = "{\"error\":\"failed\",\"message\":\"";
        String longest = start + "x".repeat(ErrorFrames.LONGEST - start.length() - 2) + "\"}";
        assertThat(read(longest)).hasMessageMatching("(?s).*x{500}\u2026");
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> read(longest + " "))
                .withMessageContaining("4097 bytes, more than the 4096");
    }

    @Test
    void whatItSaysIsOneLineInALog() throws IOException {
        ErrorFrameException error = read("{\"error\":\"failed\",\"message\":\"one\\nERROR forged\\u2028\\u001b[2J\"}");
        assertThat(error.getMessage()).endsWith("one?ERROR forged??[2J");
        assertThat(error.errorMessage()).isEqualTo("one\nERROR forged\u2028\u001b[2J");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{}",
                "garbage",
                "null",
                "\"failed\"",
                "[{\"error\":\"failed\",\"message\":\"m\"}]",
                "{\"error\":\"failed\"}",
                "{\"message\":\"m\"}",
                "{\"error\":null,\"message\":\"m\"}",
                "{\"error\":5,\"message\":\"m\"}",
                "{\"error\":\"failed\",\"message\":{\"a\":\"b\"}}",
                "{\"error\":\"failed\",\"message\":\"m\"",
                "{\"error\":\"failed\",\"message\":\"m\"} {}",
                "{\"error\":\"failed\",\"message\":\"m\"}}",
                "{\"error\":\"\",\"message\":\"m\"}",
                "{\"error\":\"FAILED\",\"message\":\"m\"}",
                "{\"error\":\"a\\nb\",\"message\":\"m\"}",
            })
    void whatIsNoSuchObjectIsABadFrame(String json) {
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> read(json))
                .withMessageContaining("an error frame");
    }

    @Test
    void bytesThatAreNoTextAreABadFrame() {
        byte[] frame = frame(ErrorCode.FAILED);
        frame[frame.length - 4] = (byte) 0xFF;
        assertThatExceptionOfType(FrameException.class).isThrownBy(() -> read(frame));
    }

    @Test
    void nestingWithoutEndIsABadFrame() {
        String deep = "{\"error\":\"failed\",\"message\":" + "[".repeat(2000) + "]".repeat(2000) + "}";
        assertThatExceptionOfType(FrameException.class).isThrownBy(() -> read(deep));
    }

    /** Whatever comes is an error, or a frame that is none; it never is anything else, and never an answer. */
    @Test
    void framesThatAreBentAtRandomAreErrorsOrBadFrames() throws IOException {
        Random random = new Random(6);
        byte[] whole = frame(ErrorCode.BAD_REQUEST);
        for (int i = 0; i < 5_000; i++) {
            byte[] bent = Arrays.copyOf(whole, random.nextInt(8) == 0 ? random.nextInt(1, whole.length) : whole.length);
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                bent[random.nextInt(bent.length)] ^= (byte) (1 << random.nextInt(8));
            }
            bent[0] |= (byte) 0x80;
            try {
                assertThat(read(bent).error()).matches("[a-z][a-z0-9-]{0,63}");
            } catch (FrameException ex) {
                assertThat(ex.getMessage()).hasSizeLessThan(200).doesNotContain("bad-request");
            } catch (RuntimeException ex) {
                fail("A peer's bytes made us fail: " + Arrays.toString(bent), ex);
            }
        }
    }
}
