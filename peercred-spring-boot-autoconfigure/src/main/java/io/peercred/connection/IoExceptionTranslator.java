package io.peercred.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;

import org.newsclub.net.unix.BrokenPipeSocketException;
import org.newsclub.net.unix.ConnectionResetSocketException;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerCredentials;
import io.peercred.platform.Errno;
import io.peercred.platform.NativeCallException;

/**
 * Says what a failed call on a connection means: that its time is over, that its peer has gone or lets no
 * descriptors in, or that the calling thread was interrupted. Thread-safe.
 */
final class IoExceptionTranslator {

    private final Endpoint endpoint;
    private final PeerCredentials peer;
    private final Deadline deadline;

    IoExceptionTranslator(Endpoint endpoint, PeerCredentials peer, Deadline deadline) {
        this.endpoint = endpoint;
        this.peer = peer;
        this.deadline = deadline;
    }

    /** Whoever wakes at the deadline finds a stream that has ended, or whatever else its call makes of it. */
    void requireInTime() throws SocketTimeoutException {
        if (this.deadline.hasExpired()) {
            throw timeout();
        }
    }

    /** The exception to throw instead, which may be the same. */
    IOException translate(IOException ex) {
        if (this.deadline.hasExpired()) {
            return timeout();
        }
        if (ex instanceof ClosedByInterruptException) {
            InterruptedIOException interrupted =
                    new InterruptedIOException("Interrupted during an exchange with the peer of " + this.endpoint);
            interrupted.initCause(ex);
            return interrupted;
        }
        if (isPeerGone(ex)) {
            return new PeerClosedException("The peer of " + this.endpoint + " closed the connection", ex);
        }
        if (ex instanceof NativeCallException call && call.errno() == Errno.EPERM) {
            return new IOException(
                    "The peer of " + this.endpoint + " lets no file descriptors in (SO_PASSRIGHTS); nothing was sent",
                    ex);
        }
        return ex;
    }

    private static boolean isPeerGone(IOException ex) {
        // junixsocket's channel closes itself at such a failure, and then says so instead.
        if (ex instanceof AsynchronousCloseException && ex.getCause() instanceof IOException cause) {
            return isPeerGone(cause);
        }
        return ex instanceof BrokenPipeSocketException
                || ex instanceof ConnectionResetSocketException
                || ex instanceof NativeCallException call
                        && (call.errno() == Errno.EPIPE || call.errno() == Errno.ECONNRESET);
    }

    private SocketTimeoutException timeout() {
        return new SocketTimeoutException("The peer of " + this.endpoint + " (" + this.peer + ") took too long");
    }
}
