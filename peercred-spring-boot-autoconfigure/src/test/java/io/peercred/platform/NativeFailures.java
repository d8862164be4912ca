package io.peercred.platform;

import com.sun.jna.LastErrorException;

/** Failures of native calls that a test cannot bring about, such as those that root is spared. */
public final class NativeFailures {

    private NativeFailures() {}

    public static NativeCallException of(int errno) {
        return new NativeCallException("call", new LastErrorException(errno));
    }
}
