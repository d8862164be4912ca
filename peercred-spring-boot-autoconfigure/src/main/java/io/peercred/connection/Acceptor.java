package io.peercred.connection;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Endpoint;
import io.peercred.platform.UnixSockets;

/**
 * Accepts connections, one after the other, until it is stopped; whatever happens to one of them.
 *
 * <p>Runs on a thread of its own, which closes the listener at its end.
 */
final class Acceptor implements Runnable {

    private static final Log logger = LogFactory.getLog(Acceptor.class);

    private static final long PAUSE_MILLIS = 50;
    /** How often a failing accept is tried again while stopping. */
    private static final int LAST_TRIES = 40;

    private static final long LAST_RESORT_NANOS = TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);

    private final Endpoint endpoint;
    private final Listener listener;
    private final Admission admission;
    private final InboundCounters counters;
    private final Runnable onEnd;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private boolean ended;

    /** What becomes of an accepted descriptor. */
    interface Admission {
        /** Takes it over, also where it throws. */
        void admit(int fd) throws IOException;
    }

    Acceptor(Endpoint endpoint, Listener listener, Admission admission, InboundCounters counters, Runnable onEnd) {
        this.endpoint = endpoint;
        this.listener = listener;
        this.admission = admission;
        this.counters = counters;
        this.onEnd = onEnd;
    }

    /** Why nobody who connects reaches the endpoint; null if they do. */
    @Nullable
    String obstacle() {
        return isStopping() ? "it has stopped" : this.listener.obstacle();
    }

    boolean isStopping() {
        return this.stopping.getCount() == 0;
    }

    @Override
    public void run() {
        try {
            while (!isStopping()) {
                try {
                    acceptOne();
                } catch (RuntimeException | Error ex) {
                    // Not even its report was possible. What asks for no memory is all there is left to do.
                    LockSupport.parkNanos(LAST_RESORT_NANOS);
                }
            }
            acceptTheLast();
        } finally {
            closeListener();
            end();
        }
    }

    private synchronized void end() {
        if (!this.ended) {
            this.ended = true;
            this.onEnd.run();
        }
    }

    private synchronized void admit(int fd) throws IOException {
        if (this.ended) { // Whom it was for has gone.
            UnixSockets.close(fd);
        } else {
            this.admission.admit(fd);
        }
    }

    /** Those who connected before the end. They may have asked already; and what they sent is not the closing's to judge. */
    private void acceptTheLast() {
        int failures = 0;
        while (failures < LAST_TRIES) {
            try {
                admitOneOfTheLast(this.listener.accept());
            } catch (ClosedChannelException ex) {
                return;
            } catch (IOException | RuntimeException | Error ex) {
                // Out of descriptors, most likely. Those that are being served will give theirs back.
                failures++;
                LockSupport.parkNanos(LAST_RESORT_NANOS);
            }
        }
        logger.warn("Gave up connections to " + this.endpoint + " that were made before it stopped");
    }

    private void admitOneOfTheLast(int fd) {
        try {
            admit(fd);
        } catch (IOException | RuntimeException | Error ex) {
            logger.debug("Could not serve one of the last connections to " + this.endpoint, ex);
        }
    }

    private void acceptOne() {
        try {
            admit(this.listener.accept());
        } catch (IOException | RuntimeException | Error ex) {
            if (isStopping()) {
                return;
            }
            this.counters.acceptFailures.increment();
            // At the limit of descriptors even the class of an exception may fail to load.
            if (ex instanceof IOException || ex instanceof OutOfMemoryError || ex instanceof LinkageError) {
                logger.debug("Could not accept at " + this.endpoint + "; trying again", ex);
            } else {
                logger.error("Could not serve a connection to " + this.endpoint, ex);
            }
            pause();
        }
    }

    /** Out of descriptors or memory: connections wait in the backlog, and so do we. */
    private void pause() {
        try {
            if (this.stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                logger.debug("Stopping at " + this.endpoint);
            }
        } catch (InterruptedException ex) {
            // Nobody ends this thread by interrupting it: stop() does.
            logger.debug("Interrupted while accepting at " + this.endpoint);
        }
    }

    /** Takes no new connections, and removes the socket file if it is still ours. False if that was done before. */
    boolean stop() {
        if (isStopping()) {
            return false;
        }
        try {
            this.listener.unlink();
        } catch (IOException ex) {
            logger.warn("Could not remove the socket file of " + this.endpoint + ": " + ex.getMessage());
        }
        this.stopping.countDown();
        try {
            this.listener.end();
        } catch (IOException ex) {
            logger.warn("A thread still waits for a connection to " + this.endpoint + ": " + ex.getMessage());
            end();
        }
        return true;
    }

    void closeListener() {
        try {
            this.listener.close();
        } catch (IOException ex) {
            logger.debug("Closing the listener of " + this.endpoint, ex);
        }
    }
}
