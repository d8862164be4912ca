package io.peercred.template;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a handler reads as text and what it gets as an object are the same JSON. */
class PayloadConverterTests {

    private final PayloadConverter json = new PayloadConverter(PayloadType.JSON, new JacksonJsonMessageConverter());

    static Stream<byte[]> otherEncodings() {
        return Stream.of("UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE")
                .map(each -> "{\"a\":1}".getBytes(Charset.forName(each)));
    }

    @ParameterizedTest
    @MethodSource("otherEncodings")
    void jsonInAnotherEncodingThanUtf8IsNone(byte[] payload) {
        refused(payload);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF{\"a\":1}", "\0{\"a\":1}", "{\0\"a\":1}"})
    void jsonBehindAByteOrderMarkOrAZeroIsNone(String payload) {
        refused(payload.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {0xA080, 0xBFBF})
    void jsonWithAnEncodedSurrogateIsNone(int surrogate) {
        byte[] payload = "{\"a\":\"___\"}".getBytes(StandardCharsets.UTF_8);
        payload[6] = (byte) 0xED;
        payload[7] = (byte) (surrogate >> 8);
        payload[8] = (byte) surrogate;
        refused(payload);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}", " {\"a\" : \"\u00fc \uFEFF\"}\n"})
    void jsonInUtf8IsWhatItSays(String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        assertThat(this.json.fromBytes(bytes)).isEqualTo(payload);
        assertThat(this.json.fromBytes(bytes, JsonNode.class).has("a")).isTrue();
    }

    private void refused(byte... payload) {
        assertThatExceptionOfType(MessageConversionException.class).isThrownBy(() -> this.json.fromBytes(payload));
        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> this.json.fromBytes(payload, JsonNode.class));
    }
}
