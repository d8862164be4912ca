package io.peercred.reliability;

import org.jspecify.annotations.Nullable;

/** What must not have happened, and ends the soak at once. */
final class SoakFailure extends Exception {

    private static final long serialVersionUID = 1;

    SoakFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
