package io.peercred.credentials;

import org.jspecify.annotations.Nullable;

/** A setting that cannot be: which, what is wrong with it, and what to write instead. */
public final class InvalidSettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final String problem;
    private final String action;

    /**
     * Creates one.
     *
     * @param key the full key, as it is written
     * @param problem what is wrong, as a sentence without its end
     * @param action what to write instead, as sentences
     */
    public InvalidSettingException(String key, String problem, String action) {
        this(key, problem, action, null);
    }

    /**
     * Creates one that something else has caused.
     *
     * @param key the full key, as it is written
     * @param problem what is wrong, as a sentence without its end
     * @param action what to write instead, as sentences
     * @param cause what failed
     */
    public InvalidSettingException(String key, String problem, String action, @Nullable Throwable cause) {
        super(key + ": " + problem, cause);
        this.key = key;
        this.problem = problem;
        this.action = action;
    }

    /** The full key, as it is written. */
    public String key() {
        return this.key;
    }

    /** What is wrong, as a sentence without its end. */
    public String problem() {
        return this.problem;
    }

    /** What to write instead, as sentences. */
    public String action() {
        return this.action;
    }
}
