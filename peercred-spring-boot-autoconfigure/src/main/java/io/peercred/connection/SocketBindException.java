package io.peercred.connection;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/** A socket that cannot listen at its path: which, and what is in the way. */
public final class SocketBindException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What is in the way. */
    public enum Reason {
        /** Somebody listens there. */
        TAKEN,
        /** Something that is no socket; never deleted. */
        NOT_A_SOCKET,
        /** A socket without listener that belongs to somebody else; never deleted. */
        FOREIGN_SOCKET,
        /** There is no such directory. */
        DIRECTORY_MISSING,
        /** Others may replace files in the directory. */
        DIRECTORY_UNSAFE,
        /** We may not create files in the directory. */
        DIRECTORY_NOT_WRITABLE,
        /** The file cannot be given to {@code file-owner} or {@code file-group}. */
        OWNER_NOT_CHANGEABLE,
        /** The lock file beside the socket is held, or is not ours. */
        LOCKED,
        /** Anything else. */
        FAILED
    }

    private final Reason reason;
    private final @Nullable String endpoint;
    private final String path;

    SocketBindException(
            Reason reason, @Nullable String endpoint, String path, @Nullable String what, @Nullable Throwable cause) {
        super(whoListens(endpoint) + " cannot listen at " + path + ": " + what, cause);
        this.reason = reason;
        this.endpoint = endpoint;
        this.path = path;
    }

    static String whoListens(@Nullable String endpoint) {
        return endpoint == null ? "This process" : "Inbound endpoint '" + endpoint + "'";
    }

    public Reason reason() {
        return this.reason;
    }

    /** The NAME of {@code peercred.inbound.NAME}; null if the socket was for another process. */
    public @Nullable String endpoint() {
        return this.endpoint;
    }

    public String path() {
        return this.path;
    }
}
