package io.peercred.connection;

import java.io.IOException;

/** A frame that breaks its codec's rules: too long, cut short, malformed, or a payload that the codec cannot carry. */
public final class FrameException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Says what is wrong with the frame. */
    public FrameException(String message) {
        super(message);
    }

    FrameException(String message, Throwable cause) {
        super(message, cause);
    }
}
