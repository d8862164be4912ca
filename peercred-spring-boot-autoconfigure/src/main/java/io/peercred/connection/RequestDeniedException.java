package io.peercred.connection;

import org.jspecify.annotations.Nullable;

/**
 * The application knows the peer of a request and refuses it what it asked for: nobody's failure. Thrown by what is around
 * a {@link RequestHandler}.
 */
public final class RequestDeniedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates one.
     *
     * @param message why, for the log of this side; the peer is not told
     * @param cause what the application threw, or null
     */
    public RequestDeniedException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
