package io.peercred.sample;

import org.jspecify.annotations.Nullable;

/** Ends the process with an exit code, and one line that says why, unless that was said already. */
final class ExitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Exit exit;

    /** The message becomes one line, whatever it holds. */
    ExitException(Exit exit, @Nullable String message, @Nullable Throwable cause) {
        super(message == null ? null : exit.label() + ": " + message.replaceAll("\\p{Cntrl}+", " "), cause);
        this.exit = exit;
    }

    ExitException(Exit exit, String message) {
        this(exit, message, null);
    }

    Exit exit() {
        return this.exit;
    }
}
