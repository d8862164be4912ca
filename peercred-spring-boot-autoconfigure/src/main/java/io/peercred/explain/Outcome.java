package io.peercred.explain;

/** What was found at a step. */
public enum Outcome {
    /** The user gets past it. */
    OK("ok"),
    /** The user does not. */
    NOT_OK("not ok"),
    /** That cannot be told in advance, or from here. */
    UNKNOWN("unknown");

    private final String words;

    Outcome(String words) {
        this.words = words;
    }

    /** "ok", "not ok" or "unknown"; stable. */
    public String words() {
        return this.words;
    }
}
