package io.peercred.connection;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.integration.ip.tcp.serializer.AbstractByteArraySerializer;
import org.springframework.integration.ip.tcp.serializer.ByteArrayCrLfSerializer;
import org.springframework.integration.ip.tcp.serializer.ByteArrayLengthHeaderSerializer;
import org.springframework.integration.ip.tcp.serializer.ByteArrayLfSerializer;
import org.springframework.integration.ip.tcp.serializer.ByteArrayRawSerializer;
import org.springframework.integration.ip.tcp.serializer.ByteArraySingleTerminatorSerializer;

import static org.assertj.core.api.Assertions.assertThat;

/** The codecs are on the wire what Spring Integration's serializers are. */
class FrameCompatibilityTests {

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of("length-header", new ByteArrayLengthHeaderSerializer()),
                Arguments.of("crlf", new ByteArrayCrLfSerializer()),
                Arguments.of("lf", new ByteArrayLfSerializer()),
                Arguments.of("nul", new ByteArraySingleTerminatorSerializer((byte) 0)),
                Arguments.of("raw", new ByteArrayRawSerializer()));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void weReadWhatTheyWrite(String codec, AbstractByteArraySerializer theirs) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        theirs.serialize("größer".getBytes(StandardCharsets.UTF_8), bytes);
        assertThat(Frames.text(Frames.decode(codec, 100, Frames.whole(bytes.toByteArray()))))
                .isEqualTo("größer");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theyReadWhatWeWrite(String codec, AbstractByteArraySerializer theirs) throws IOException {
        byte[] frame = Frames.encode(codec, "größer");
        assertThat(Frames.text(theirs.deserialize(new ByteArrayInputStream(frame))))
                .isEqualTo("größer");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void bothWriteTheSameBytes(String codec, AbstractByteArraySerializer theirs) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        theirs.serialize("same".getBytes(StandardCharsets.UTF_8), bytes);
        assertThat(Frames.encode(codec, "same")).isEqualTo(bytes.toByteArray());
    }
}
