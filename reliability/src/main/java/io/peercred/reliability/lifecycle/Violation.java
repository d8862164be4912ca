package io.peercred.reliability.lifecycle;

import org.jspecify.annotations.Nullable;

/** Something was not as the model says. */
final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1;

    Violation(String message) {
        this(message, null);
    }

    Violation(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static void unless(boolean condition, String message) {
        if (!condition) {
            throw new Violation(message);
        }
    }
}
