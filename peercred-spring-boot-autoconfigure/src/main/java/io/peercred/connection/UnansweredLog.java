package io.peercred.connection;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessagingException;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Names;
import io.peercred.credentials.OneLine;
import io.peercred.credentials.PeerCredentials;

/**
 * Tells the log of requests that got no answer, as often as somebody can read it: a peer may provoke the next at once.
 * Thread-safe.
 */
final class UnansweredLog {

    private static final Log logger = LogFactory.getLog(UnansweredLog.class);

    /** Causes may go round in a circle. */
    private static final int DEEPEST = 100;

    /** Of one user in ten seconds; who develops sees each. */
    static final int FAILURES_TOLD = 10;

    private final Endpoint endpoint;
    private final WarningLimiter denials = new WarningLimiter();
    private final WarningLimiter failures = new WarningLimiter(FAILURES_TOLD);

    UnansweredLog(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    void denied(PeerCredentials peer, RequestDeniedException denial) {
        long untold = this.denials.permit(this.endpoint, peer.uid());
        if (untold >= 0) {
            logger.warn("Denied a request at the " + this.endpoint + " to " + Names.describe(peer) + ": "
                    + OneLine.bounded(String.valueOf(denial.getMessage())) + besides(untold));
        }
        logger.debug("Why the request was denied", denial);
    }

    /**
     * A failure of ours or of the application.
     *
     * @param error what the peer was told; null if the connection ends
     */
    void failed(VerifiedConnection connection, String what, Throwable failure, @Nullable ErrorCode error) {
        long untold = this.failures.permit(this.endpoint, connection.peer().uid());
        if (untold >= 0) {
            String done = error == null
                    ? "Ended " + connection
                    : "Answered " + connection + " with the error '" + error.code() + "'";
            logger.error(done + ": " + what + ": " + describe(failure) + besides(untold));
        }
        logger.debug("Why a request of " + connection + " was not answered", failure);
    }

    /** A failure of who hears of connections: a peer may open the next at once. */
    void unheard(VerifiedConnection connection, Throwable failure) {
        long untold = this.failures.permit(this.endpoint, connection.peer().uid());
        if (untold >= 0) {
            logger.error(
                    "A listener of connections failed, for " + connection + ": " + describe(failure) + besides(untold));
        }
        logger.debug("Why a listener of connections failed", failure);
    }

    private static String besides(long untold) {
        return untold == 0 ? "" : " (and " + untold + " more that were not logged)";
    }

    /** The innermost failure, in one line of bounded length: outer ones hold the payload, which the peer wrote. */
    static String describe(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < DEEPEST && cause.getCause() != null; depth++) {
            cause = cause.getCause();
        }
        String words = words(cause);
        StackTraceElement[] stack = cause.getStackTrace();
        return OneLine.bounded(words) + (stack.length == 0 ? "" : " at " + stack[0]);
    }

    private static String words(Throwable cause) {
        try {
            return cause instanceof MessagingException messaging ? summary(messaging) : cause.toString();
        } catch (RuntimeException ex) { // The exception is the application's.
            return cause.getClass().getName();
        }
    }

    private static String summary(MessagingException failure) {
        return failure.getClass().getName() + ": " + failure.getMessage();
    }
}
