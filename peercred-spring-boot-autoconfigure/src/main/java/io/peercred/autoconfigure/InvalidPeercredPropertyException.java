package io.peercred.autoconfigure;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.InvalidSettingException;

/** A property that stops the start: which, what is wrong with it, and what to write instead. */
final class InvalidPeercredPropertyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String property;
    private final String action;

    /**
     * Creates one.
     *
     * @param property the full key
     * @param problem what is wrong, as a sentence without its end
     * @param action what to write instead, as sentences
     */
    InvalidPeercredPropertyException(String property, String problem, String action) {
        this(property, problem, action, null);
    }

    InvalidPeercredPropertyException(
            String property, @Nullable String problem, String action, @Nullable Throwable cause) {
        super(property + ": " + problem, cause);
        this.property = property;
        this.action = action;
    }

    /** What {@code resolving} comes to; what it finds wrong with a setting is wrong with the property of that key. */
    static <T> T ofSettings(Supplier<T> resolving) {
        try {
            return resolving.get();
        } catch (InvalidSettingException ex) {
            throw new InvalidPeercredPropertyException(ex.key(), ex.problem(), ex.action(), ex.getCause());
        }
    }

    String property() {
        return this.property;
    }

    String action() {
        return this.action;
    }
}
