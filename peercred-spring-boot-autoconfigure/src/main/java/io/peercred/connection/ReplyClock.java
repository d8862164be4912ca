package io.peercred.connection;

import java.io.IOException;
import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells a peer at the {@code reply-timeout} that its request was not answered, while the application is still at it. Kept
 * by the thread that answers; only what happens at the time-out is another's, which never waits.
 */
final class ReplyClock {

    private static final Log logger = LogFactory.getLog(ReplyClock.class);

    private final VerifiedConnection connection;
    private Deadline deadline;
    private long end;
    /** Guarded by the deadline, which is what calls and what {@link #stop()} waits for. */
    private boolean told;

    ReplyClock(VerifiedConnection connection) {
        this.connection = connection;
        this.deadline = connection.deadline().another(this::tell);
    }

    /** A request is handed to the application. */
    void start(Duration timeout) {
        if (this.deadline.hasExpired()) {
            this.deadline = this.connection.deadline().another(this::tell);
        }
        this.told = false;
        this.end = Deadline.endAfter(timeout);
        this.deadline.armAt(this.end);
    }

    /**
     * The application is back. True if the answer is the caller's to write; false if it is too late, and the peer was told so
     * or has lost its connection.
     */
    boolean stop() {
        boolean inTime = this.deadline.disarm();
        if (!inTime) {
            this.deadline.close(); // Waits for whoever is telling the peer.
        }
        return inTime;
    }

    /** Whether the peer was told that it is too late, after {@link #stop()} has said that it is. */
    boolean hasTold() {
        return this.told;
    }

    /** Whether the time-out has passed, told or not. */
    boolean isOver() {
        return Deadlines.now() >= this.end;
    }

    private void tell() {
        try {
            this.told = this.connection.socket().writeAtOnce(ErrorCode.TIMEOUT.frame());
            if (!this.told) {
                logger.debug("The peer of " + this.connection + " does not read, so it is not told of the time-out");
            }
        } catch (IOException ex) {
            logger.debug("Lost " + this.connection, ex);
        } finally {
            if (!this.told) { // Also where there is no direct memory left to tell it from.
                this.connection.abort();
            }
        }
    }

    /** Tells nobody any more. */
    void close() {
        this.deadline.close();
    }
}
