package io.peercred.credentials;

/** What somebody else may have written, made fit for one line of a log or of a terminal. */
public final class OneLine {

    private static final int LONGEST = 500;

    private OneLine() {}

    /** The text without anything that ends a line or controls a terminal; each such character is a question mark. */
    public static String of(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?");
    }

    /** The same of its first 500 characters. */
    public static String bounded(String text) {
        return of(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
    }
}
