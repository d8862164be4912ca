package io.peercred.connection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What the codecs put into frames they take out again, however it arrives. */
class FrameCodecTests {

    static final String[] TERMINATED = {"crlf", "lf", "nul"};
    static final String[] EMPTY_ALLOWED = {"length-header", "crlf", "lf", "nul"};

    static Stream<String> names() {
        return FrameCodecs.names().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aFrameMayArriveInAnyTwoPieces(String name) throws IOException {
        byte[] frame = Frames.encode(name, "a frame\t\"of\" öÿ bytes");
        for (int split = 0; split <= frame.length; split++) {
            assertThat(Frames.text(Frames.decode(name, 100, Frames.inPieces(frame, split))))
                    .isEqualTo("a frame\t\"of\" öÿ bytes");
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void aFrameMayArriveByteByByte(String name) throws IOException {
        byte[] frame = Frames.encode(name, "slow");
        assertThat(Frames.text(Frames.decode(name, 4, Frames.byteByByte(frame))))
                .isEqualTo("slow");
    }

    @ParameterizedTest
    @FieldSource("EMPTY_ALLOWED")
    void anEmptyFrameIsLegal(String name) throws IOException {
        assertThat(Frames.decode(name, 100, Frames.whole(Frames.encode(name, ""))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aFrameOfTheLimitIsReadAndOneByteMoreIsNot(String name) throws IOException {
        byte[] frame = Frames.encode(name, "12345");
        assertThat(Frames.text(Frames.decode(name, 5, Frames.whole(frame)))).isEqualTo("12345");
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> Frames.decode(name, 4, Frames.whole(frame)))
                .withMessageContaining("4 bytes of max-message-size");
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> Frames.decode(name, 4, Frames.byteByByte(frame)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aPayloadOfTheLimitIsSentAndOneByteMoreIsNot(String name) throws IOException {
        FrameCodec codec = Frames.codec(name);
        assertThat(Frame.of(OutgoingMessage.of(new byte[] {1, 2, 3}), codec, 3).parts())
                .isNotEmpty();
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> Frame.of(OutgoingMessage.of(new byte[] {1, 2, 3, 4}), codec, 3))
                .withMessageContaining("4 bytes")
                .withMessageContaining("3 of max-message-size");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    lf,   one\\ntwo,      3
                    lf,   \\n,            0
                    nul,  one\\0,         3
                    crlf, one\\r\\ntwo,   3
                    crlf, one\\r\\r\\n,   4
                    crlf, \\n\\r\\n,      1
                    """)
    void aPayloadThatHoldsTheTerminatorIsRefused(String name, String payload, int position) {
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> Frames.encode(name, Frames.unescape(payload)))
                .withMessageContaining("'" + name + "' at byte " + position);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    crlf, one\\r
                    crlf, \\n
                    crlf, one\\ntwo
                    crlf, \\n\\r
                    lf,   one\\r
                    """)
    void aPartOfTheTerminatorIsPayload(String name, String payload) throws IOException {
        byte[] frame = Frames.encode(name, Frames.unescape(payload));
        assertThat(Frames.text(Frames.decode(name, 100, Frames.byteByByte(frame))))
                .isEqualTo(Frames.unescape(payload));
    }

    @ParameterizedTest
    @FieldSource("TERMINATED")
    void afterAFrameComesTheNext(String name) throws IOException {
        byte[] frames = (new String(Frames.encode(name, "one"), StandardCharsets.UTF_8)
                        + new String(Frames.encode(name, "two"), StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
        FrameInput input = new FrameInput(
                Channels.newChannel(new ByteArrayInputStream(frames))::read, ByteBuffer.allocateDirect(4), 100);
        FrameCodec codec = Frames.codec(name);
        assertThat(Frames.text(codec.decode(input))).isEqualTo("one");
        assertThat(Frames.text(codec.decode(input))).isEqualTo("two");
        assertThat(input.await()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -2, -1})
    void aNegativeLengthIsNone(int length) {
        byte[] frame = ByteBuffer.allocate(5).putInt(length).array();
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> Frames.decode("length-header", Integer.MAX_VALUE, Frames.whole(frame)))
                .withMessage("a frame of negative length " + length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x01020304, 0x7FFFFFFF, 0x000000FF, 0x00FF0000, 0x80000000, -1})
    void aLengthIsFourBytesBigEndian(int value) throws IOException {
        FrameInput input = input(ByteBuffer.allocate(4).putInt(value).array(), 4, 7);
        assertThat(input.readInt()).isEqualTo(value);
        assertThat(input.limit()).isEqualTo(7);
    }

    /** Sizes at which buffers are full or grow: of the first allocation, of what it grows to, of the large buffer. */
    @ParameterizedTest
    @ValueSource(ints = {1, 1023, 1024, 1025, 2048, 65535, 65536, 65537, 131072, 262145})
    void aFrameOfAnySizeIsWhole(int size) throws IOException {
        byte[] payload = new byte[size];
        for (int i = 0; i < size; i++) {
            payload[i] = (byte) ('a' + i % 23);
        }
        for (String name : FrameCodecs.names()) {
            byte[] frame = io.peercred.testing.Frames.encode(name, payload);
            assertThat(Arrays.equals(Frames.decode(name, size, Frames.whole(frame)), payload))
                    .isTrue();
            assertThatExceptionOfType(FrameException.class)
                    .isThrownBy(() -> Frames.decode(name, size - 1, Frames.whole(frame)));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatIsCutShortIsNoFrame(String name) throws IOException {
        byte[] frame = Frames.encode(name, "12345");
        for (int length = 0; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            if (name.equals("raw")) {
                assertThat(Frames.decode(name, 5, Frames.whole(cut))).isEqualTo(cut);
            } else {
                assertThatExceptionOfType(FrameException.class)
                        .isThrownBy(() -> Frames.decode(name, 5, Frames.whole(cut)))
                        .withMessage("the stream ended within a frame");
            }
        }
    }

    @Test
    void nothingIsReadBehindALargeFrame() throws IOException {
        byte[] frames = new byte[4 + 200_000 + 1];
        ByteBuffer.wrap(frames).putInt(200_000);
        frames[frames.length - 1] = 'x';
        FrameInput input = input(frames, 64, 200_000);
        assertThat(Frames.codec("length-header").decode(input)).hasSize(200_000);
        assertThat(input.await()).isTrue();
        assertThat(input.hasUnread()).isTrue();
        assertThat(input.peek()).isEqualTo((byte) 'x');
    }

    @Test
    void onlyTheLengthHeaderHasErrorFramesAndOnlyRawEndsWithTheStream() {
        assertThat(FrameCodecs.names()).containsExactlyInAnyOrder("length-header", "crlf", "lf", "nul", "raw");
        for (String name : FrameCodecs.names()) {
            assertThat(FrameCodecs.hasErrorFrames(Frames.codec(name))).isEqualTo(name.equals("length-header"));
            assertThat(Frames.codec(name).endsWithStream()).isEqualTo(name.equals("raw"));
        }
        assertThat(FrameCodecs.named("none")).isNull();
    }

    @Test
    void rawCarriesNoEmptyPayload() {
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> Frames.encode("raw", ""))
                .withMessageContaining("cannot carry an empty payload");
    }

    private static FrameInput input(byte[] bytes, int buffer, int limit) {
        return new FrameInput(
                Channels.newChannel(new ByteArrayInputStream(bytes))::read, ByteBuffer.allocateDirect(buffer), limit);
    }
}
