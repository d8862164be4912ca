package io.peercred.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Why a request was not answered, as far as its peer is told. The set is closed and part of the protocol
 * (docs/protocol.md); nothing of the application shows.
 */
public enum ErrorCode {
    /** The application gave no answer within {@code reply-timeout}; it may still be at it. */
    TIMEOUT("The request was not answered in time."),
    /** The application failed, or answered nothing. */
    FAILED("The request could not be answered."),
    /** Nobody in the application takes requests now. */
    UNAVAILABLE("Nobody is there to answer the request."),
    /** The request is not of the kind that the endpoint takes. */
    BAD_REQUEST("The request is not what is expected here."),
    /** The application does not allow the request to this peer. */
    DENIED("The request is not allowed."),
    /** The answer is larger than the endpoint may send. */
    TOO_LARGE("The answer is larger than may be sent.");

    /** In the length of a frame: what follows is no answer. */
    static final int ERROR_BIT = 0x80000000;

    private final String sentence;
    private final byte[] frame;

    ErrorCode(String sentence) {
        this.sentence = sentence;
        // Fixed words of letters and full stops, in which JSON has nothing to escape.
        byte[] json =
                ("{\"error\":\"" + code() + "\",\"message\":\"" + sentence + "\"}").getBytes(StandardCharsets.US_ASCII);
        this.frame = ByteBuffer.allocate(Integer.BYTES + json.length)
                .putInt(json.length | ERROR_BIT)
                .put(json)
                .array();
    }

    /** The code on the wire, such as {@code bad-request}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it says on the wire, for people. */
    public String sentence() {
        return this.sentence;
    }

    /** The whole error frame, to be read only. */
    ByteBuffer frame() {
        return ByteBuffer.wrap(this.frame).asReadOnlyBuffer();
    }
}
