package io.peercred.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

import org.springframework.boot.json.JsonParser;
import org.springframework.boot.json.JsonParserFactory;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerCredentials;

/** Reads the error frames of a server: the codec {@code length-header}'s, with the high bit of their length set. */
final class ErrorFrames {

    /** Its payload, whatever {@code max-message-size} is. */
    static final int LONGEST = 1 << 12;

    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    private ErrorFrames() {}

    /** Takes one from the input, where its first byte is. Whatever is wrong with it is a {@link FrameException}. */
    static ErrorFrameException read(FrameInput input, Endpoint endpoint, PeerCredentials peer) throws IOException {
        int length = input.readInt() & ~ErrorCode.ERROR_BIT;
        if (length > LONGEST) {
            throw new FrameException("an error frame of " + length + " bytes, more than the " + LONGEST + " allowed");
        }
        Map<String, Object> object = parse(input.readBytes(length, LONGEST));
        if (!(object.get("error") instanceof String error) || !(object.get("message") instanceof String message)) {
            throw new FrameException("an error frame without the texts 'error' and 'message'");
        }
        if (!CODE.matcher(error).matches()) {
            throw new FrameException("an error frame whose code is none");
        }
        return new ErrorFrameException(endpoint, peer, error, message);
    }

    private static Map<String, Object> parse(byte[] payload) throws FrameException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
            if (!text.stripTrailing().endsWith("}")) { // Boot's own parser, where there is no library, does not mind.
                throw new FrameException("an error frame that is no JSON object");
            }
            return Parser.INSTANCE.parseMap(text);
        } catch (CharacterCodingException | RuntimeException ex) {
            throw new FrameException("an error frame that is no JSON object", ex);
        }
    }

    /** Apart, since most applications never need it and it loads a library. */
    private static final class Parser {

        static final JsonParser INSTANCE = JsonParserFactory.getJsonParser();
    }
}
