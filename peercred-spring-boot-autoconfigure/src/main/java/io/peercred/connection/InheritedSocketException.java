package io.peercred.connection;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/** An inbound endpoint that got no listening socket from who started this process: which, and what it got instead. */
public final class InheritedSocketException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Reason {
        /** Nothing was passed. */
        MISSING,
        /** It was passed to another process, such as a shell that started this one. */
        OTHER_PROCESS,
        /** The variables that describe what was passed contradict themselves. */
        MALFORMED,
        /** None of several is this endpoint's, or more than one. */
        AMBIGUOUS,
        /** What was passed is no listening Unix stream socket. */
        NOT_A_LISTENER,
        /** Anything else. */
        FAILED
    }

    private final Reason reason;
    private final String endpoint;

    InheritedSocketException(Reason reason, String endpoint, @Nullable String what, @Nullable Throwable cause) {
        super("Inbound endpoint '" + endpoint + "' has no socket to listen at: " + what, cause);
        this.reason = reason;
        this.endpoint = endpoint;
    }

    public Reason reason() {
        return this.reason;
    }

    /** The NAME of {@code peercred.inbound.NAME}. */
    public String endpoint() {
        return this.endpoint;
    }
}
