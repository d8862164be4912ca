package io.peercred.credentials;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/** A fact of a peer's process that cannot be had; nothing was taken from another process instead. */
public final class PeerProcessException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Why; stable, for programs. */
    public enum Reason {
        /** The process has exited, or is exiting: its first thread has ended, and so has no program any more. */
        EXITED,
        /** The process is in no pid namespace that this process's {@code /proc} shows. */
        OUTSIDE,
        /** Reading it takes a right that this process has not. */
        NOT_PERMITTED,
        /** The system gave no answer, or none that can be understood. */
        UNREADABLE,
        /** The connection has been closed, and with it our hold on its peer's process. */
        CLOSED
    }

    private final Reason reason;

    PeerProcessException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why, for programs. */
    public Reason reason() {
        return this.reason;
    }
}
