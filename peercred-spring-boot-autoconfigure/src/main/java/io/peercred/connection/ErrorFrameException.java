package io.peercred.connection;

import java.io.IOException;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.OneLine;
import io.peercred.credentials.PeerCredentials;

/** The peer answered a request with an error frame: a complete exchange, but no answer. */
public final class ErrorFrameException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String error;
    private final String errorMessage;

    ErrorFrameException(Endpoint endpoint, PeerCredentials peer, String error, String errorMessage) {
        super("The peer of " + endpoint + " (" + peer + ") answered with the error '" + error + "': "
                + OneLine.bounded(errorMessage));
        this.error = error;
        this.errorMessage = errorMessage;
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
