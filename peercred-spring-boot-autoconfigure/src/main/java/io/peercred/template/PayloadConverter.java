package io.peercred.template;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.GenericMessage;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Turns payloads into the bytes of a frame and back, by an endpoint's content type. Thread-safe.
 *
 * <p>{@code String} and {@code byte[]} pass as they are; text is UTF-8, and malformed text is an error.
 */
public final class PayloadConverter {

    /** What Java puts in the place of bytes that are no text. */
    private static final char REPLACEMENT = '\uFFFD';

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final PayloadType type;
    private final MessageConverter converter;
    private final MessageHeaders headers;

    /**
     * Creates one.
     *
     * @param type what payloads are
     * @param converter for all payloads but {@code String} and {@code byte[]}
     */
    public PayloadConverter(PayloadType type, MessageConverter converter) {
        this.type = type;
        this.converter = converter;
        this.headers = new MessageHeaders(Map.of(MessageHeaders.CONTENT_TYPE, type.mimeType()));
    }

    public PayloadType type() {
        return this.type;
    }

    /** The bytes to send; {@link MessageConversionException} if there is no way to them. */
    public byte[] toBytes(Object payload) {
        if (payload instanceof byte[] bytes) {
            return bytes;
        }
        if (payload instanceof String text) {
            return encode(text);
        }
        Message<?> converted = this.converter.toMessage(payload, this.headers);
        if (converted == null || !(converted.getPayload() instanceof byte[] bytes)) {
            throw new MessageConversionException("A payload of "
                    + payload.getClass().getName() + " cannot be sent as " + this.type.mimeType() + hint());
        }
        return bytes;
    }

    /** The payload of a received frame: a {@code String}, or the bytes themselves where that is what payloads are. */
    public Object fromBytes(byte[] bytes) {
        if (this.type == PayloadType.BYTES) {
            return bytes;
        }
        String text = decode(bytes);
        if (this.type == PayloadType.JSON) {
            requireJsonText(text);
            Json.check(bytes);
        }
        return text;
    }

    /**
     * Jackson tells UTF-16 and UTF-32 by zeros among the first bytes, and skips a byte order mark; neither is JSON between
     * systems (RFC 8259), nor what a handler gets as its text.
     */
    private static void requireJsonText(String text) {
        if (text.startsWith(BYTE_ORDER_MARK) || text.lastIndexOf('\0', 3) >= 0) {
            throw new MessageConversionException(
                    "What came is not application/json: that is UTF-8, without a byte order mark");
        }
    }

    /** A received frame as {@code target}; {@link MessageConversionException} if it cannot become that. */
    public <T> T fromBytes(byte[] bytes, Class<T> target) {
        Object value = target == byte[].class ? bytes : target == String.class ? decode(bytes) : convert(bytes, target);
        @SuppressWarnings("unchecked") // byte[] and String by the comparison, else the converter's word
        T result = (T) value;
        return result;
    }

    private Object convert(byte[] bytes, Class<?> target) {
        if (this.type == PayloadType.JSON) {
            requireJsonText(decode(bytes));
        }
        Message<?> message = new GenericMessage<>(bytes, this.headers);
        Object value;
        try {
            value = this.converter.fromMessage(message, target);
        } catch (MessageConversionException ex) {
            throw new MessageConversionException(
                    message,
                    "What came is not " + this.type.mimeType() + " for " + target.getName() + ": " + ex.getMessage(),
                    ex);
        }
        if (value == null) {
            throw new MessageConversionException(
                    message, "What came as " + this.type.mimeType() + " cannot become a " + target.getName() + hint());
        }
        return value;
    }

    private String hint() {
        return this.type == PayloadType.JSON
                ? ""
                : "; use String or byte[], or set the endpoint's content-type to application/json";
    }

    /** Java puts a question mark in the place of what it cannot encode, and then reads back another text. */
    private static byte[] encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!new String(bytes, StandardCharsets.UTF_8).equals(text)) {
            throw new MessageConversionException("The text has a lone surrogate, which UTF-8 cannot carry");
        }
        return bytes;
    }

    private static String decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException ex) {
            throw new MessageConversionException("What came is not text in UTF-8", ex);
        }
    }

    /** Apart, since Jackson is optional. */
    private static final class Json {

        private static final JsonFactory FACTORY = new JsonFactory();

        /** Reads the tokens and keeps none, so that what a peer sends costs no more than its own length. */
        static void check(byte[] bytes) {
            try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
                if (parser.nextToken() == null) {
                    throw new MessageConversionException("What came is not application/json: it is empty");
                }
                parser.skipChildren();
                if (parser.nextToken() != null) {
                    throw new MessageConversionException("What came is not application/json: there is more than one");
                }
            } catch (JacksonException ex) {
                throw new MessageConversionException(
                        "What came is not application/json: " + ex.getOriginalMessage(), ex);
            }
        }
    }
}
