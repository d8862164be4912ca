package io.peercred.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.peercred.connection.ErrorCode;
import io.peercred.connection.FrameCodecs;
import io.peercred.docs.ProtocolDocument.ErrorRow;
import io.peercred.template.ErrorReplyException;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Frames;
import io.peercred.testing.Peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

    @Test
    void theErrorsAreThoseOfTheDocument() throws IOException {
        assertThat(ProtocolDocument.errors())
                .containsExactlyElementsOf(Arrays.stream(ErrorCode.values())
                        .map(error -> new ErrorRow(error.code(), error.sentence()))
                        .toList());
    }

    /** From a server that has nothing else to say than the document's bytes. */
    @Test
    void theErrorFrameOfTheDocumentIsRead(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("clock.sock");
        String frame = ProtocolDocument.program("hex").replaceAll("\\s", "");
        try (Peer server = Peer.python("""
                l = listen(argv[0]); say('listening'); s, _ = l.accept()
                read_frame(s); s.sendall(bytes.fromhex(argv[1])); hear()
                """, socket, frame)) {
            assertThat(server.line()).isEqualTo("listening");
            Applications.runner()
                    .withPropertyValues("peercred.expected-uid=self", "peercred.outbound.clock.path=" + socket)
                    .run(context -> assertThatExceptionOfType(ErrorReplyException.class)
                            .isThrownBy(() -> context.getBean(VerifiedSocketTemplate.class)
                                    .convertSendAndReceive("clock", "utc", String.class))
                            .satisfies(ex -> assertThat(new ErrorRow(ex.getError(), ex.getErrorMessage()))
                                    .isIn(ProtocolDocument.errors())));
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void aPayloadIsFramedAsTheDocumentSays(ProtocolDocument.Vector vector) throws IOException {
        byte[] payload = vector.payload().isEmpty() ? new byte[0] : HEX.parseHex(vector.payload());
        assertThat(HEX.formatHex(Frames.encode(vector.codec(), payload))).isEqualTo(vector.frame());
    }
}
