package io.peercred.connection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * The headers of a trace, ahead of their request in a frame of their own: the length's high bit is set, and what follows is
 * a JSON object of strings, all in printable ASCII, so that none of it can deface a log. Head and request are one message:
 * of one writer, read by one deadline. Apart, since Jackson is optional.
 */
final class RequestHead {

    /** Of the JSON, in bytes, whatever {@code max-message-size} is. */
    static final int MAX_LENGTH = 4096;

    /** Names are the peer's choice, and not to be kept. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    private RequestHead() {}

    /** Takes the head, if there is one, of a request whose first byte is there; leaves the request. */
    static Map<String, String> read(FrameInput input) throws IOException {
        if (!isNext(input)) {
            return Map.of();
        }
        int length = input.readInt() & Integer.MAX_VALUE;
        if (length > MAX_LENGTH) {
            throw new FrameException("a head larger than " + MAX_LENGTH + " bytes");
        }
        Map<String, String> headers = parse(input.readBytes(length, MAX_LENGTH));
        if (!input.await()) {
            throw new FrameException("the stream ended between a head and its request");
        }
        if (isNext(input)) {
            throw new FrameException("a second head of one request");
        }
        return headers;
    }

    private static boolean isNext(FrameInput input) {
        return input.peek() < 0;
    }

    private static Map<String, String> parse(byte[] json) throws FrameException {
        for (byte each : json) {
            if (each < ' ' && each != '\t' && each != '\n' && each != '\r') { // Other encodings among them.
                throw malformed();
            }
        }
        Map<String, String> headers = new LinkedHashMap<>();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            JsonToken token = parser.nextToken();
            if (token != JsonToken.START_OBJECT) {
                throw malformed();
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() != JsonToken.VALUE_STRING) {
                    throw malformed();
                }
                String value = parser.getString();
                if (!isValid(name, value) || headers.put(name, value) != null) {
                    throw malformed();
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw malformed();
            }
            return headers;
        } catch (JacksonException ex) { // Its words hold what the peer wrote.
            throw malformed();
        }
    }

    private static FrameException malformed() {
        return new FrameException("a head that is not a JSON object of names and strings in printable ASCII");
    }

    /**
     * The head's frame; null if there is nothing to send. What a propagator wrote that no head can carry, or that is too
     * much, stays behind, for a trace is no reason to fail a request.
     */
    static @Nullable ByteBuffer encode(Map<String, String> headers) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        int room = MAX_LENGTH - "{}".length();
        boolean empty = true;
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), json)) {
            generator.writeStartObject();
            for (Map.Entry<String, String> each : headers.entrySet()) {
                int size = size(each.getKey()) + size(each.getValue()) + "\"\":\"\",".length();
                if (isValid(each.getKey(), each.getValue()) && size <= room) {
                    generator.writeStringProperty(each.getKey(), each.getValue());
                    room -= size;
                    empty = false;
                }
            }
            generator.writeEndObject();
        }
        return empty
                ? null
                : ByteBuffer.allocate(Integer.BYTES + json.size())
                        .putInt(json.size() | Integer.MIN_VALUE)
                        .put(json.toByteArray())
                        .flip();
    }

    private static int size(String text) {
        return text.length()
                + (int) text.chars().filter(each -> each == '"' || each == '\\').count();
    }

    private static boolean isValid(String name, String value) {
        return !name.isEmpty()
                && name.chars().allMatch(each -> each > ' ' && each <= '~')
                && value.chars().allMatch(each -> each >= ' ' && each <= '~');
    }
}
