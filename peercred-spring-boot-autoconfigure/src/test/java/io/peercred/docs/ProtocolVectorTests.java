package io.peercred.docs;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.peercred.connection.FrameCodecs;
import io.peercred.testing.Frames;

import static org.assertj.core.api.Assertions.assertThat;

class ProtocolVectorTests {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    static List<ProtocolDocument.Vector> vectors() throws IOException {
        return ProtocolDocument.vectors();
    }

    @Test
    void everyCodecHasAVector() throws IOException {
        assertThat(vectors().stream().map(ProtocolDocument.Vector::codec).distinct())
                .containsExactlyInAnyOrderElementsOf(FrameCodecs.names());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void aPayloadIsFramedAsTheDocumentSays(ProtocolDocument.Vector vector) throws IOException {
        byte[] payload = vector.payload().isEmpty() ? new byte[0] : HEX.parseHex(vector.payload());
        assertThat(HEX.formatHex(Frames.encode(vector.codec(), payload))).isEqualTo(vector.frame());
    }
}
