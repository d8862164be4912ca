package io.peercred.connection;

/** What a {@link RequestHandler} throws where the payload is none of its endpoint's content type: the peer's failure. */
public final class BadPayloadException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Says what is wrong with the payload. */
    public BadPayloadException(String message) {
        super(message);
    }
}
