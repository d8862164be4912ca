package io.peercred.connection;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RequestHeadTests {

    private static final byte[] REQUEST = {0, 0, 0, 1, 'x'};

    private static FrameInput input(byte[]... parts) throws IOException {
        return input(1 << 20, parts);
    }

    private static FrameInput input(int limit, byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        ByteArrayInputStream bytes = new ByteArrayInputStream(all.toByteArray());
        FrameInput input = new FrameInput(
                target -> {
                    byte[] some = bytes.readNBytes(Math.min(3, target.remaining())); // In small pieces.
                    target.put(some);
                    return some.length == 0 ? -1 : some.length;
                },
                ByteBuffer.allocate(64),
                limit);
        assertThat(input.await()).isTrue();
        return input;
    }

    private static byte[] head(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + bytes.length)
                .putInt(bytes.length | 1 << 31)
                .put(bytes)
                .array();
    }

    private static byte[] encode(Map<String, String> headers) {
        return Objects.requireNonNull(RequestHead.encode(headers)).array();
    }

    @Test
    void whatIsWrittenIsReadAndItsRequestIsLeft() throws IOException {
        Map<String, String> headers = Map.of("traceparent", "00-1-2-01", "baggage", "a=\"b\\c\", d=e");
        FrameInput input = input(encode(headers), REQUEST);
        assertThat(RequestHead.read(input)).isEqualTo(headers);
        assertThat(new LengthHeaderCodec().decode(input)).containsExactly('x');
        assertThat(input.hasUnread()).isFalse();
    }

    /** An endpoint of short messages has callers with traces, too. */
    @Test
    void aHeadMayBeLongerThanAMessage() throws IOException {
        Map<String, String> headers = Map.of("traceparent", "00-1-2-01");
        FrameInput input = input(1, encode(headers), REQUEST);
        assertThat(RequestHead.read(input)).isEqualTo(headers);
        assertThat(new LengthHeaderCodec().decode(input)).containsExactly('x');
    }

    @Test
    void aRequestWithoutHeadIsLeftAsItIs() throws IOException {
        FrameInput input = input(REQUEST);
        assertThat(RequestHead.read(input)).isEmpty();
        assertThat(new LengthHeaderCodec().decode(input)).containsExactly('x');
    }

    @Test
    void theDocumentsVectorIsTheHead() throws IOException {
        assertThat(Files.readString(Path.of("../docs/protocol.md")))
                .contains("`" + HexFormat.ofDelimiter(" ").formatHex(encode(Map.of("b3", "0"))) + "`");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{\"a\"}",
                "{\"a\":1}",
                "{\"a\":null}",
                "{\"a\":{\"b\":\"c\"}}",
                "{\"a\":\"b\"} {}",
                "{\"a\":\"b\"}x",
                "{\"a\":\"1\",\"a\":\"2\"}",
                "{\"\":\"b\"}",
                "{\"a b\":\"c\"}",
                "{\"a\":\"b\\n2026 ERROR all is lost\"}",
                "{\"a\":\"\\u001b[31m\"}",
                "{\"a\":\"größer\"}",
                "{\"a\":\"\\u2028\"}",
                "{'a':'b'}",
                "\uFEFF{\"a\":\"b\"}",
                "traceparent: 00-1-2-01"
            })
    void whatIsNoObjectOfStringsIsABadFrameWhoseWordsAreOurs(String json) throws IOException {
        FrameInput input = input(head(json), REQUEST);
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> RequestHead.read(input))
                .withMessageStartingWith("a head that is not a JSON object")
                .withNoCause();
    }

    @Test
    void otherEncodingsAreNone() throws IOException {
        byte[] json = "{\"a\":\"b\"}".getBytes(StandardCharsets.UTF_16BE);
        byte[] head = ByteBuffer.allocate(4 + json.length)
                .putInt(json.length | 1 << 31)
                .put(json)
                .array();
        FrameInput input = input(head, REQUEST);
        assertThatExceptionOfType(FrameException.class).isThrownBy(() -> RequestHead.read(input));
    }

    @Test
    void aHeadThatIsTooLongIsRefusedBeforeItIsRead() throws IOException {
        byte[] announced = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff};
        FrameInput input = input(announced);
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> RequestHead.read(input))
                .withMessageContaining("larger than 4096");
    }

    @Test
    void twoHeadsInARowAreRefused() throws IOException {
        FrameInput input = input(head("{}"), head("{}"), REQUEST);
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> RequestHead.read(input))
                .withMessageContaining("second head");
    }

    @Test
    void aHeadWithoutRequestIsCutShort() throws IOException {
        FrameInput input = input(head("{}"));
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> RequestHead.read(input))
                .withMessageContaining("ended between");
    }

    @Test
    void whatNoHeadCanCarryStaysBehindAndTheRestIsSent() throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("traceparent", "00-1-2-01");
        headers.put("baggage", "x=" + "y".repeat(5000));
        headers.put("line", "a\nb");
        headers.put("tracestate", "\"".repeat(2000));
        headers.put("b3", "\\".repeat(100));
        byte[] head = encode(headers);
        assertThat(head.length).isLessThanOrEqualTo(4 + 4096);
        assertThat(RequestHead.read(input(head, REQUEST))).containsOnlyKeys("traceparent", "tracestate");
    }

    @Test
    void nothingToSendIsNoHead() {
        assertThat(RequestHead.encode(Map.of())).isNull();
        assertThat(RequestHead.encode(Map.of("a", "ü"))).isNull();
    }

    @Test
    void aHeadOfTheLimitIsReadAndOneByteMoreIsNot() throws IOException {
        String longest = "{\"a\":\"" + "b".repeat(4096 - 8) + "\"}";
        assertThat(RequestHead.read(input(head(longest), REQUEST)).get("a")).hasSize(4088);
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> RequestHead.read(input(head(longest.replace("{", "{ ")), REQUEST)))
                .withMessageContaining("larger than 4096");
    }

    /** Reckoned with a comma behind each, which the last has not. */
    @Test
    void asMuchIsWrittenAsIsRead() throws IOException {
        int room = 4096 - "{}".length() - "\"a\":\"\",".length();
        for (String value : new String[] {"b".repeat(room), "\"".repeat(room / 2), "\\".repeat(room / 2)}) {
            byte[] head = encode(Map.of("a", value));
            assertThat(head.length).isLessThanOrEqualTo(4 + 4096);
            assertThat(RequestHead.read(input(head, REQUEST))).containsEntry("a", value);
        }
        assertThat(RequestHead.encode(Map.of("a", "b".repeat(room + 1)))).isNull();
        assertThat(RequestHead.encode(Map.of("a", "\"".repeat(room / 2 + 1)))).isNull();
        Map<String, String> two = new LinkedHashMap<>();
        two.put("a", "b".repeat(2000));
        two.put("c", "d".repeat(room - 2000 - "\"c\":\"\",".length()));
        assertThat(RequestHead.read(input(encode(two), REQUEST))).isEqualTo(two);
        two.put("c", two.get("c") + "d");
        assertThat(RequestHead.read(input(encode(two), REQUEST))).containsOnlyKeys("a");
    }

    @Test
    void printableIsFromTheBlankToTheTilde() throws IOException {
        Map<String, String> widest = Map.of("!~", " !~ ");
        assertThat(RequestHead.read(input(encode(widest), REQUEST))).isEqualTo(widest);
        for (Map<String, String> each : List.of(
                Map.of(" ", "a"),
                Map.of("\u007f", "a"),
                Map.of("a", "\u007f"),
                Map.of("a", "\u001f"),
                Map.of("", "a"))) {
            assertThat(RequestHead.encode(each)).isNull();
        }
    }

    @Test
    void blanksOfJsonAreNoneOfItsCharacters() throws IOException {
        assertThat(RequestHead.read(input(head("{ \t\r\n\"a\" : \"b\"}"), REQUEST)))
                .containsEntry("a", "b");
    }
}
