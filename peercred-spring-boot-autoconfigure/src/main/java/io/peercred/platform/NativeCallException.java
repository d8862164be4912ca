package io.peercred.platform;

import java.io.IOException;

import com.sun.jna.LastErrorException;

/** A native call that failed, with its {@code errno}. */
public final class NativeCallException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int errno;

    NativeCallException(String call, LastErrorException cause) {
        super(call + ": " + LibC.strerror(cause.getErrorCode()), cause);
        this.errno = cause.getErrorCode();
    }

    /** The error number, one of {@link Errno} or another of the system's. */
    public int errno() {
        return this.errno;
    }
}
