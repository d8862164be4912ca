package io.peercred.connection;

import java.io.IOException;

/**
 * The peer ended the connection where an answer, or the room to write, was due.
 *
 * <p>A server that refuses its client does just this and gives no reason; so does one whose handler failed.
 */
public final class PeerClosedException extends IOException {

    private static final long serialVersionUID = 1L;

    PeerClosedException(String message) {
        super(message);
    }

    PeerClosedException(String message, Throwable cause) {
        super(message, cause);
    }
}
