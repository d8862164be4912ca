package io.peercred.platform;

import org.jspecify.annotations.Nullable;

/** This machine lacks what the product stands on: the operating system, or a native library that loads. */
public final class NativeSupportException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /** What is missing. */
    public enum Reason {
        /** Not Linux, or an architecture whose numbers are not known. */
        UNSUPPORTED_SYSTEM,
        /** A native library could not be unpacked or loaded. */
        NOT_LOADABLE
    }

    private final Reason reason;

    private NativeSupportException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    private NativeSupportException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static NativeSupportException unsupportedSystem(String system) {
        return new NativeSupportException(
                Reason.UNSUPPORTED_SYSTEM, "peercred runs on Linux on x86-64 and aarch64, not on '" + system + "'");
    }

    static NativeSupportException notLoadable(@Nullable Throwable cause) {
        return new NativeSupportException(
                Reason.NOT_LOADABLE,
                "a native library of peercred could not be loaded: " + (cause == null ? "" : cause.getMessage()),
                cause);
    }

    public Reason reason() {
        return this.reason;
    }
}
