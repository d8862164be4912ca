package io.peercred.platform;

import java.io.IOException;

import com.sun.jna.LastErrorException;

/** A call of the C library, made again where a signal has interrupted it. */
interface NativeCall {

    int call() throws LastErrorException;

    /** Makes it; {@link NativeCallException} with its name where it fails. */
    static int run(String name, NativeCall call) throws IOException {
        while (true) {
            try {
                return call.call();
            } catch (LastErrorException ex) {
                if (ex.getErrorCode() != Errno.EINTR) {
                    throw new NativeCallException(name, ex);
                }
            }
        }
    }
}
