package io.peercred.connection;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentialsReader;
import io.peercred.credentials.PeerPin;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerVerification;
import io.peercred.platform.Errno;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.PassedDescriptors;
import io.peercred.platform.UnixSockets;

/**
 * Listens for those who bring a protocol of their own. Whom it accepts was judged: the others are closed, and it waits on,
 * as it does whatever happens to a connection that is being accepted. Thread-safe.
 */
public final class VerifiedListener implements Closeable {

    private static final Log logger = LogFactory.getLog(VerifiedListener.class);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final BoundListener listener;
    private final PeerVerification verification;
    private final Deadlines deadlines;
    private final RejectionReporter reporter;
    private final RefusedSockets refused;
    private int accepting;
    private boolean closed;

    private VerifiedListener(
            BoundListener listener, PeerVerification verification, Deadlines deadlines, RejectionReporter reporter) {
        this.listener = listener;
        this.verification = verification;
        this.deadlines = deadlines;
        this.reporter = reporter;
        this.refused = new RefusedSockets(verification.endpoint(), listener::permitDescriptors);
    }

    /**
     * Binds and listens.
     *
     * @param verification who may connect; verifiers and the look at a process delay those behind it
     * @param deadlines whoever made it closes it
     * @param reporter told of each peer that is refused
     */
    public static VerifiedListener open(
            BindSettings settings, PeerVerification verification, Deadlines deadlines, RejectionReporter reporter)
            throws SocketBindException {
        ServingClasses.load();
        return new VerifiedListener(SocketBinder.bind(settings, false), verification, deadlines, reporter);
    }

    /**
     * Waits for a peer that may connect.
     *
     * @param timeoutMillis how long; 0 for as long as it takes
     * @throws SocketTimeoutException if none came in that time
     * @throws SocketException once this was closed, also by the interruption of a virtual thread that waits
     */
    public VerifiedStream accept(int timeoutMillis) throws IOException {
        return SocketFailures.onPlatformThread(
                () -> acceptBy(timeoutMillis == 0 ? Long.MAX_VALUE : endAfter(timeoutMillis)), this);
    }

    private static long endAfter(int millis) {
        return Deadlines.now() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private VerifiedStream acceptBy(long end) throws IOException {
        while (true) {
            VerifiedStream accepted = acceptOne(end);
            if (accepted != null) {
                return accepted;
            }
            if (Deadlines.now() >= end) {
                throw new SocketTimeoutException("Accept timed out");
            }
        }
    }

    /** Null where nobody came, or nobody who may. */
    private @Nullable VerifiedStream acceptOne(long end) throws IOException {
        enter();
        try {
            boolean bounded = end != Long.MAX_VALUE;
            long micros = TimeUnit.NANOSECONDS.toMicros(end - Deadlines.now());
            this.listener.acceptTimeout(bounded ? Math.max(1, micros) : 0);
            return admit(this.listener.accept());
        } catch (ClosedChannelException ex) {
            throw SocketFailures.closed(ex);
        } catch (NativeCallException ex) {
            if (isClosed()) {
                throw SocketFailures.closed(ex);
            }
            if (ex.errno() != Errno.EAGAIN) {
                // Out of descriptors or memory: connections wait in the backlog, and so do we.
                logger.debug("Could not accept at " + this.verification.endpoint() + "; trying again", ex);
                pause();
            }
            return null;
        } finally {
            exit();
        }
    }

    /** Takes the descriptor over. */
    private @Nullable VerifiedStream admit(int fd) {
        boolean handedOver = false;
        try {
            PeerCredentials peer = PeerCredentialsReader.read(fd, this.verification.endpoint());
            this.verification.verifyPolicy(peer);
            PassedDescriptors.permit(fd, true); // It may have connected while none were let in.
            PeerPin pin = ProcessCheck.judge(fd, peer, this.verification, true);
            handedOver = true;
            return new VerifiedStream(VerifiedConnection.adopt(
                    fd, Ancillary.NONE, this.verification.endpoint(), peer, pin, this.deadlines, UnixSockets::close));
        } catch (PeerRejectedException ex) {
            this.reporter.reportLater(ex);
            return null;
        } catch (IOException | RuntimeException | LinkageError ex) { // A class cannot be loaded without descriptors.
            logger.debug("A connection to " + this.verification.endpoint() + " failed while it was made", ex);
            return null;
        } finally {
            if (!handedOver) {
                refuse(fd);
            }
        }
    }

    private void refuse(int fd) {
        try {
            this.refused.close(fd);
        } catch (IOException ex) {
            logger.debug("Closing the socket of a refused peer", ex);
        }
    }

    /** An interruption does not shorten it, and is kept. */
    private static void pause() {
        boolean interrupted = Thread.interrupted();
        LockSupport.parkNanos(PAUSE_NANOS);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void enter() throws SocketException {
        if (this.closed) {
            throw new SocketException("Socket closed");
        }
        this.accepting++;
    }

    private synchronized void exit() throws IOException {
        if (--this.accepting == 0 && this.closed) {
            try {
                refuseTheLast();
            } finally {
                this.refused.stop();
                this.listener.close();
            }
        }
    }

    /** Who connected and was not accepted; closing the listener would close them, and wait for what they have sent. */
    private void refuseTheLast() throws IOException {
        this.listener.acceptTimeout(1);
        try {
            while (true) {
                refuse(this.listener.accept());
            }
        } catch (IOException ex) {
            logger.debug("Nobody else has connected to " + this.verification.endpoint(), ex);
        }
    }

    private synchronized boolean isClosed() {
        return this.closed;
    }

    /**
     * Removes the socket file if it still is the one that was bound, and ends the wait of whoever accepts. Closing again
     * does nothing.
     */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            if (this.closed) {
                return;
            }
            this.closed = true;
            this.accepting++; // Ours, so that the number is not given away before its end.
        }
        try {
            this.listener.unlink();
        } finally {
            try {
                this.listener.end();
            } finally {
                exit();
            }
        }
    }
}
