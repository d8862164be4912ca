package io.peercred.connection;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;

import io.peercred.platform.Errno;
import io.peercred.platform.NativeCallException;

/** Says what a failed call means in the words of {@link java.net.Socket}. */
final class SocketFailures {

    private SocketFailures() {}

    static SocketException of(String message, IOException cause) {
        SocketException failure = new SocketException(message);
        failure.initCause(cause);
        return failure;
    }

    static SocketException closed(IOException cause) {
        return of("Socket closed", cause);
    }

    /** The exception of a read or write; a time-out comes often, and without a cause. */
    static IOException translate(NativeCallException ex) {
        return switch (ex.errno()) {
            case Errno.EAGAIN -> new SocketTimeoutException("Read timed out");
            case Errno.ECONNRESET -> of("Connection reset", ex);
            case Errno.EPIPE -> of("Broken pipe", ex);
            default -> of(String.valueOf(ex.getMessage()), ex);
        };
    }

    /**
     * Calls on a platform thread. A virtual thread that is interrupted leaves its call behind, which closing the socket
     * ends, as it does with the JDK's.
     */
    static <T> T onPlatformThread(PlatformThreads.Call<T> call, Closeable socket) throws IOException {
        try {
            return PlatformThreads.call(call, () -> {});
        } catch (SocketTimeoutException ex) {
            throw ex;
        } catch (InterruptedIOException ex) {
            socket.close();
            throw of("Closed by interrupt", ex);
        }
    }
}
