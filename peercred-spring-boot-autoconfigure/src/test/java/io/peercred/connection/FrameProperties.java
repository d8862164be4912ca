package io.peercred.connection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import io.peercred.testing.Chunks;
import io.peercred.testing.Frames;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever is written is read back: any payloads, in any codec, one behind the other, in any pieces. */
class FrameProperties {

    private static final int LARGEST = 300_000;

    @Provide
    Arbitrary<String> codecs() {
        return Arbitraries.of(FrameInputFuzz.CODECS);
    }

    /** One character a byte, with a liking for those that end frames; some larger than any buffer. */
    @Provide
    Arbitrary<String> payloads() {
        Arbitrary<Character> bytes = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of('\r', '\n', '\0', 'a')),
                Tuple.of(1, Arbitraries.chars().range('\0', '\u00FF')));
        Arbitrary<String> small = bytes.list().ofMaxSize(40).map(FrameProperties::join);
        Arbitrary<String> large = Combinators.combine(
                        Arbitraries.integers().between(1, LARGEST),
                        Arbitraries.chars().range('\0', '\u00FF'))
                .as((length, each) -> each.toString().repeat(length));
        return Arbitraries.frequencyOf(Tuple.of(19, small), Tuple.of(1, large));
    }

    @Property(tries = 2000)
    void whateverIsWrittenIsReadBack(
            @ForAll("codecs") String codec,
            @ForAll @Size(min = 1, max = 4) List<@From("payloads") String> payloads,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 20_000) Integer> pieces,
            @ForAll @IntRange(min = 1, max = 20_000) int bufferSize)
            throws IOException {
        List<String> written = codec.equals("raw") ? payloads.subList(0, 1) : payloads;
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (String payload : written) {
            boolean refused = false;
            try {
                stream.writeBytes(Frames.encode(codec, payload.getBytes(StandardCharsets.ISO_8859_1)));
            } catch (FrameException ex) {
                refused = true;
            }
            assertThat(refused).isEqualTo(isRefused(codec, payload));
            Assume.that(!refused);
        }
        // Some milliseconds for the largest, not seconds.
        int least = stream.size() / 2000;
        int[] sizes =
                pieces.stream().mapToInt(each -> each == 0 ? 0 : each + least).toArray();
        FrameReader read = FrameReader.read(
                io.peercred.connection.Frames.codec(codec),
                new Chunks(stream.toByteArray(), sizes),
                bufferSize + least,
                LARGEST);
        assertThat(read.frames()).isEqualTo(written);
        assertThat(read.isOrderly()).isTrue();
    }

    /** Such as by the death of a writer: what was whole is there, and nothing else. */
    @Property(tries = 1000)
    void aStreamThatIsCutYieldsWholeFramesOnly(
            @ForAll("codecs") String codec,
            @ForAll @Size(min = 1, max = 4) List<@From("payloads") String> payloads,
            @ForAll @IntRange(max = 100) int percent)
            throws IOException {
        Assume.that(!codec.equals("raw"));
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        int whole = 0;
        int keep = 0;
        for (String payload : payloads) {
            Assume.that(!isRefused(codec, payload));
            keep += Frames.encode(codec, payload.getBytes(StandardCharsets.ISO_8859_1)).length;
        }
        keep = keep * percent / 100;
        for (String payload : payloads) {
            stream.writeBytes(Frames.encode(codec, payload.getBytes(StandardCharsets.ISO_8859_1)));
            whole += stream.size() <= keep ? 1 : 0;
        }
        byte[] cut = Arrays.copyOf(stream.toByteArray(), keep);
        FrameReader read =
                FrameReader.read(io.peercred.connection.Frames.codec(codec), Chunks.whole(cut), 1 << 14, LARGEST);
        assertThat(read.frames()).isEqualTo(payloads.subList(0, whole));
    }

    private static boolean isRefused(String codec, String payload) {
        return switch (codec) {
            case "crlf" -> payload.contains("\r\n");
            case "lf" -> payload.contains("\n");
            case "nul" -> payload.contains("\0");
            case "raw" -> payload.isEmpty();
            default -> false;
        };
    }

    private static String join(List<Character> bytes) {
        StringBuilder text = new StringBuilder();
        bytes.forEach(text::append);
        return text.toString();
    }
}
