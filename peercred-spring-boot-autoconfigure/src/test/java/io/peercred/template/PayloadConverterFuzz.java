package io.peercred.template;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.peercred.testing.FuzzInput;

import static io.peercred.testing.Oracle.require;
import static io.peercred.testing.Oracle.requireEqual;

/**
 * A payload is taken where it is UTF-8, and as JSON where the text is one JSON value, by a reader of characters. What is
 * taken is sent back as the same bytes. Input: content type, payload.
 */
public final class PayloadConverterFuzz {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JacksonJsonMessageConverter CONVERTER = new JacksonJsonMessageConverter(JSON);

    private PayloadConverterFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        PayloadType type = PayloadType.values()[input.choice(PayloadType.values().length)];
        byte[] payload = input.rest();
        PayloadConverter converter = new PayloadConverter(type, CONVERTER);
        String text = text(payload);
        JsonNode tree = text == null ? null : tree(text);
        Object taken = orNull(() -> converter.fromBytes(payload));
        if (type == PayloadType.BYTES) {
            require(taken == payload, "other bytes");
        } else {
            requireEqual(taken, type == PayloadType.JSON && tree == null ? null : text);
        }
        if (taken != null) {
            requireEqual(ByteBuffer.wrap(converter.toBytes(taken)), ByteBuffer.wrap(payload));
        }
        requireEqual(orNull(() -> converter.fromBytes(payload, String.class)), text);
        if (type == PayloadType.JSON) {
            requireEqual(orNull(() -> converter.fromBytes(payload, JsonNode.class)), tree);
        }
    }

    private interface Conversion {
        Object run();
    }

    private static @Nullable Object orNull(Conversion conversion) {
        try {
            return conversion.run();
        } catch (MessageConversionException ex) {
            return null;
        }
    }

    private static @Nullable String text(byte... bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException ex) {
            return null;
        }
    }

    private static @Nullable JsonNode tree(String text) {
        try {
            JsonNode tree = JSON.readTree(text);
            return tree.isMissingNode() ? null : tree;
        } catch (JacksonException ex) {
            return null;
        }
    }
}
