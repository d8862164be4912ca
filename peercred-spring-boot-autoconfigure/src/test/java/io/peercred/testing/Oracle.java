package io.peercred.testing;

import java.util.Objects;

/** Says what must hold, in a way that costs little when it does: fuzzing asks millions of times. */
public final class Oracle {

    private Oracle() {}

    public static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }

    public static void requireEqual(Object actual, Object expected) {
        if (!Objects.equals(actual, expected)) {
            throw new AssertionError("is " + actual + ", expected " + expected);
        }
    }

    /** Nothing in it ends a line or controls a terminal. */
    public static void requireOneLine(String text) {
        text.codePoints().forEach(each -> {
            int type = Character.getType(each);
            require(
                    type != Character.CONTROL
                            && type != Character.LINE_SEPARATOR
                            && type != Character.PARAGRAPH_SEPARATOR,
                    "holds U+" + Integer.toHexString(each));
        });
    }
}
