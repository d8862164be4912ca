package io.peercred.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentialsReader;
import io.peercred.credentials.PeerPin;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.platform.Errno;
import io.peercred.platform.FileStatus;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.PassedDescriptors;
import io.peercred.platform.UnixSockets;

/** Connects to an outbound endpoint and makes a connection of it, if its peer may listen there. Thread-safe. */
final class ClientConnectionFactory {

    /** How long one connect(2) waits at a full backlog before the thread's interruption is looked at. */
    private static final long SLICE_MICROS = TimeUnit.MILLISECONDS.toMicros(100);

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Asked before each try of one connection: some are made at a full backlog, or where an activator answers. */
    interface Wait {
        /** Throws where nobody wants the connection any more. */
        void requireWanted() throws IOException;
    }

    private final ConnectSettings settings;
    private final Deadlines deadlines;
    private final RejectionReporter reporter;
    private final RefusedSockets refused;

    ClientConnectionFactory(ConnectSettings settings, Deadlines deadlines, RejectionReporter reporter) {
        this.settings = settings;
        this.deadlines = deadlines;
        this.reporter = reporter;
        this.refused = new RefusedSockets(settings.endpoint());
    }

    /**
     * Connects and judges, within the connect time-out and before {@code exchangeEnd}.
     *
     * @throws PeerRejectedException if the peer may not listen there; nothing was sent to it
     */
    VerifiedConnection open(long exchangeEnd, Ancillary taken) throws IOException {
        return open(exchangeEnd, taken, this::requireNotInterrupted);
    }

    /** The same, where something else may end the wait. */
    VerifiedConnection open(long exchangeEnd, Ancillary taken, Wait wait) throws IOException {
        long end = Math.min(exchangeEnd, Deadline.endAfter(this.settings.connectTimeout()));
        long pause = FIRST_PAUSE_NANOS;
        PeerRejectedException activator = null;
        while (true) {
            try {
                return openOnce(end, taken, wait);
            } catch (PeerRejectedException ex) {
                if (!ActivatorCheck.isPossible(ex)) {
                    throw reported(ex);
                }
                // Nothing was sent. The next connection may see the service itself.
                activator = ex;
                if (Deadlines.now() + pause > end) {
                    throw reported(ActivatorCheck.explain(ex, this.settings));
                }
            } catch (SocketTimeoutException ex) {
                if (activator == null) {
                    throw ex;
                }
                // What nobody accepts fills the backlog, which is no other trouble.
                activator.addSuppressed(ex);
                throw reported(ActivatorCheck.explain(activator, this.settings));
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LAST_PAUSE_NANOS);
        }
    }

    private PeerRejectedException reported(PeerRejectedException rejection) {
        this.reporter.report(rejection);
        return rejection;
    }

    private VerifiedConnection openOnce(long end, Ancillary taken, Wait wait) throws IOException {
        int fd = openSocket();
        boolean connected = false;
        PeerCredentials peer = null;
        PeerPin pin = null;
        try {
            PassedDescriptors.permit(fd, false); // By whom, is not known yet.
            connect(fd, end, wait);
            connected = true;
            PeerCredentials judged = identify(fd);
            pin = ProcessCheck.judge(fd, judged, this.settings.verification(), true);
            if (Deadlines.now() > end) {
                throw new SocketTimeoutException(
                        "Judging the peer of " + this.settings.endpoint() + " (" + judged + ") took too long");
            }
            PassedDescriptors.permit(fd, true);
            UnixSockets.sendTimeout(fd, 0);
            peer = judged;
        } finally {
            if (peer == null) {
                ProcessCheck.close(pin);
                giveUp(fd, connected);
            }
        }
        return VerifiedConnection.adopt(
                fd, taken, this.settings.endpoint(), peer, pin, this.deadlines, this.refused::closeLater);
    }

    private void giveUp(int fd, boolean connected) throws IOException {
        if (connected) {
            this.refused.close(fd);
        } else {
            UnixSockets.close(fd);
        }
    }

    private int openSocket() throws IOException {
        try {
            return UnixSockets.open();
        } catch (NativeCallException ex) {
            // Out of descriptors, most likely: then no further class of ours may be there to load.
            SocketException failure = new SocketException(
                    "Could not open a socket to connect to " + this.settings.endpoint() + ": " + ex.getMessage());
            failure.initCause(ex);
            throw failure;
        }
    }

    private PeerCredentials identify(int fd) {
        PeerCredentials peer = PeerCredentialsReader.read(fd, this.settings.endpoint());
        this.settings.verification().verifyPolicy(peer);
        return peer;
    }

    private void connect(int fd, long end, Wait wait) throws IOException {
        while (true) {
            long remaining = TimeUnit.NANOSECONDS.toMicros(end - Deadlines.now());
            if (remaining <= 0) {
                throw new SocketTimeoutException(
                        "Could not connect to " + this.settings.endpoint() + " in time: its backlog is full");
            }
            wait.requireWanted();
            UnixSockets.sendTimeout(fd, Math.min(remaining, SLICE_MICROS));
            try {
                UnixSockets.connect(fd, this.settings.address());
                return;
            } catch (NativeCallException ex) {
                if (ex.errno() != Errno.EAGAIN) {
                    throw translate(ex);
                }
            }
        }
    }

    void requireNotInterrupted() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("Interrupted while connecting to " + this.settings.endpoint());
        }
    }

    IOException translate(NativeCallException ex) {
        String path = this.settings.address().path();
        if (ex.errno() == Errno.EACCES || ex.errno() == Errno.EPERM) {
            AccessDeniedException denied = new AccessDeniedException(
                    path,
                    null,
                    "connecting takes write permission on the socket and search permission on its directories");
            denied.initCause(ex);
            return denied;
        }
        ConnectException failure =
                new ConnectException("Could not connect to " + this.settings.endpoint() + ": " + explain(ex));
        failure.initCause(ex);
        return failure;
    }

    private String explain(NativeCallException ex) {
        return switch (ex.errno()) {
            case Errno.ENOENT, Errno.ENOTDIR -> "there is no such socket";
            case Errno.ECONNREFUSED -> isOtherFile() ? "there is a file that is no socket" : "nobody listens there";
            case Errno.EPROTOTYPE -> "the socket there is not a stream socket";
            default -> String.valueOf(ex.getMessage());
        };
    }

    private boolean isOtherFile() {
        if (this.settings.address().isAbstract()) {
            return false;
        }
        try {
            return !FileStatus.following(Path.of(this.settings.address().path()))
                    .isSocket();
        } catch (IOException ex) {
            return false; // Gone, or not ours to see; then the first answer stands.
        }
    }
}
