package io.peercred.connection;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessagingException;

import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.platform.UnixSockets;

/** Serves one connection: frame by frame, each answered before the next is read. */
final class InboundWorker {

    private static final Log logger = LogFactory.getLog(InboundWorker.class);

    private static final int LONGEST = 500;

    /** Whether a request is being handled, which an orderly stop waits for. */
    private enum State {
        WAITING,
        HANDLING,
        STOPPED
    }

    private final InboundSettings settings;
    private final ServerConnectionFactory factory;
    private final RequestHandler handler;
    private final InboundCounters counters;
    private final RejectionReporter reporter;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private volatile boolean stopping;
    private volatile @Nullable VerifiedConnection connection;

    InboundWorker(
            InboundSettings settings,
            ServerConnectionFactory factory,
            RequestHandler handler,
            InboundCounters counters,
            RejectionReporter reporter) {
        this.settings = settings;
        this.factory = factory;
        this.handler = handler;
        this.counters = counters;
        this.reporter = reporter;
    }

    /** Serves until either side ends it. Takes over the descriptor. */
    void serve(int fd, PeerCredentials peer) {
        VerifiedConnection established;
        try {
            established = establish(fd, peer);
        } catch (IOException ex) {
            logger.debug("A peer was gone before it was served", ex);
            return;
        } catch (PeerRejectedException ex) {
            this.counters.rejected.increment();
            this.reporter.reportLater(ex); // Its listeners may wait; the connection's slot must not.
            return;
        } catch (RuntimeException | Error ex) {
            logger.error("Could not serve " + peer + " at " + this.settings.endpoint(), ex);
            return;
        }
        this.counters.accepted.increment();
        try (FramedConnection frames =
                FramedConnection.over(established, this.settings.codec(), this.settings.maxMessageSize())) {
            this.connection = established;
            serve(frames);
        } catch (FrameException ex) {
            this.counters.badFrames.increment();
            logger.debug("Closed " + established + ": " + ex.getMessage());
        } catch (SocketTimeoutException ex) {
            this.counters.timeouts.increment();
            logger.debug("Closed " + established + ": " + ex.getMessage());
        } catch (IOException ex) {
            logger.debug("Lost " + established, ex);
        } catch (RuntimeException | Error ex) {
            logger.error("Ended " + established, ex);
        }
    }

    private VerifiedConnection establish(int fd, PeerCredentials peer) throws IOException {
        boolean accepted = false;
        try {
            this.factory.askVerifiers(peer);
            accepted = true;
        } finally {
            if (!accepted) {
                UnixSockets.close(fd);
            }
        }
        return this.factory.establish(fd, peer);
    }

    private void serve(FramedConnection frames) throws IOException {
        do {
            arm(frames.deadline(), this.settings.idleTimeout());
            if (this.stopping || !frames.awaitFrame()) {
                return;
            }
            frames.deadline().arm(this.settings.readTimeout());
            byte[] request = frames.readFrame();
            if (!this.state.compareAndSet(State.WAITING, State.HANDLING)) {
                return;
            }
            if (!answer(request, frames)) {
                return;
            }
            this.state.set(State.WAITING);
        } while (!this.settings.codec().endsWithStream());
    }

    private static void arm(Deadline deadline, @Nullable Duration timeout) {
        if (timeout == null) {
            deadline.disarm();
        } else {
            deadline.arm(timeout);
        }
    }

    /** False if the connection must end. */
    private boolean answer(byte[] request, FramedConnection frames) throws IOException {
        this.counters.requests.increment();
        ByteBuffer[] reply;
        try {
            arm(frames.deadline(), this.settings.replyTimeout());
            byte[] payload = this.handler.handle(request, frames.connection());
            if (Thread.interrupted()) {
                logger.debug("The handler left its thread interrupted, which would close " + frames.connection());
            }
            if (frames.deadline().hasExpired()) {
                throw new SocketTimeoutException("The application answered after its reply-timeout");
            }
            if (payload == null) {
                return true;
            }
            reply = FramedConnection.encode(this.settings.codec(), payload, this.settings.maxMessageSize());
        } catch (BadPayloadException ex) {
            throw new FrameException(String.valueOf(ex.getMessage())); // The peer's failure, which fills no log.
        } catch (Exception | LinkageError | AssertionError | StackOverflowError | OutOfMemoryError ex) {
            this.counters.handlerFailures.increment();
            logger.error("Ended " + frames.connection() + ": its request could not be answered: " + describe(ex));
            logger.debug("Why the request could not be answered", ex);
            return false;
        }
        frames.deadline().arm(this.settings.writeTimeout());
        frames.writeFrame(reply);
        return true;
    }

    /** The innermost failure, in one line of bounded length: outer ones hold the payload, which the peer wrote. */
    private static String describe(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String words = cause instanceof MessagingException messaging ? summary(messaging) : cause.toString();
        StackTraceElement[] stack = cause.getStackTrace();
        String line = words.length() > LONGEST ? words.substring(0, LONGEST) + "…" : words;
        return line.replaceAll("\\p{Cntrl}", "?") + (stack.length == 0 ? "" : " at " + stack[0]);
    }

    private static String summary(MessagingException failure) {
        return failure.getClass().getName() + ": " + failure.getMessage();
    }

    /** Ends the connection, after the request that is being handled. */
    void stop() {
        this.stopping = true;
        if (this.state.compareAndSet(State.WAITING, State.STOPPED)) {
            abort();
        }
    }

    /** Ends the connection now. */
    void abort() {
        VerifiedConnection current = this.connection;
        if (current != null) {
            current.abort();
        }
    }
}
