package io.peercred.sample;

/** The demonstration did not go as it should. */
final class UnexpectedException extends Exception {

    private static final long serialVersionUID = 1L;

    UnexpectedException(String message) {
        super(message);
    }

    /** Throws one unless it is so. */
    static void unless(boolean expected, String otherwise) throws UnexpectedException {
        if (!expected) {
            throw new UnexpectedException(otherwise);
        }
    }
}
