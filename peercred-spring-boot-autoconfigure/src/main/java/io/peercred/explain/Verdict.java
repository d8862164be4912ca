package io.peercred.explain;

/** Whether a user reaches an endpoint. */
public enum Verdict {
    /** Nothing that can be looked at is in the way. */
    REACHES("reaches"),
    /** Something is in the way, whatever else may be. */
    DOES_NOT_REACH("does not reach"),
    /** Nothing that is known is in the way, but something cannot be known in advance. */
    DEPENDS("depends");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** "reaches", "does not reach" or "depends"; stable. */
    public String words() {
        return this.words;
    }
}
