package io.peercred.connection;

import java.io.IOException;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerCredentials;

/** The peer answered a request with an error frame: a complete exchange, but no answer. */
public final class ErrorFrameException extends IOException {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 500;

    private final String error;
    private final String errorMessage;

    ErrorFrameException(Endpoint endpoint, PeerCredentials peer, String error, String errorMessage) {
        super("The peer of " + endpoint + " (" + peer + ") answered with the error '" + error + "': "
                + inOneLine(errorMessage));
        this.error = error;
        this.errorMessage = errorMessage;
    }

    /** The peer wrote it, and it goes into logs. */
    private static String inOneLine(String text) {
        String line = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return line.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?");
    }

    /** The code: one of {@link ErrorCode}'s, or another one that the peer knows. */
    public String error() {
        return this.error;
    }

    /** What the peer says about it, as it came. */
    public String errorMessage() {
        return this.errorMessage;
    }
}
