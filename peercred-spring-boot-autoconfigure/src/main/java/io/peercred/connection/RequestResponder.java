package io.peercred.connection;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Has the application handle a request and writes its reply. Thread-safe. */
final class RequestResponder {

    private static final Log logger = LogFactory.getLog(RequestResponder.class);

    private final InboundSettings settings;
    private final RequestHandler handler;
    private final InboundCounters counters;
    private final UnansweredLog unanswered;

    RequestResponder(InboundSettings settings, RequestHandler handler, InboundCounters counters) {
        this.settings = settings;
        this.handler = handler;
        this.counters = counters;
        this.unanswered = new UnansweredLog(settings.endpoint());
    }

    /** Tells the application, whose failure is none of the connection's. */
    void opened(VerifiedConnection connection) {
        try {
            this.handler.opened(connection.status());
        } catch (Exception | LinkageError | AssertionError | StackOverflowError | OutOfMemoryError ex) {
            this.unanswered.unheard(connection, ex);
        }
    }

    /** False if the connection must end. */
    boolean respond(InboundRequest request, FramedConnection frames) throws IOException {
        this.counters.requests.increment();
        frames.connection().traffic().exchanged();
        ReplyClock clock = this.settings.errorReplies() ? frames.replyClock() : null;
        OutgoingMessage reply = null;
        try {
            Frame frame;
            try {
                start(clock, frames);
                reply = this.handler.handle(request);
                forgetInterruption(frames);
                if (clock == null ? frames.deadline().hasExpired() : !clock.stop()) {
                    throw new SocketTimeoutException("The application answered after its reply-timeout");
                }
                if (reply == null) {
                    return true;
                }
                frame = Frame.of(reply, this.settings.codec(), this.settings.maxMessageSize());
            } catch (BadPayloadException ex) { // The peer's failure, which fills no log.
                if (clock == null) {
                    throw new FrameException(String.valueOf(ex.getMessage()));
                }
                this.counters.badFrames.increment();
                logger.debug("A request of " + frames.connection() + " could not be read: " + ex.getMessage());
                return refuse(ErrorCode.BAD_REQUEST, clock, frames);
            } catch (RequestDeniedException ex) {
                this.counters.denied.increment();
                this.unanswered.denied(request.peer(), ex);
                return clock != null && refuse(ErrorCode.DENIED, clock, frames);
            } catch (Exception | LinkageError | AssertionError | StackOverflowError | OutOfMemoryError ex) {
                return giveUp(ex, reply, clock, frames);
            }
            // A reply may pass the very files on that came, so they are closed after it.
            frames.deadline().arm(this.settings.writeTimeout());
            return write(frame, frames);
        } finally {
            closeResource(reply, frames);
        }
    }

    private void start(@Nullable ReplyClock clock, FramedConnection frames) {
        Duration timeout = this.settings.replyTimeout();
        if (clock == null || timeout == null) {
            InboundConnection.arm(frames.deadline(), timeout);
        } else {
            frames.deadline().disarm();
            clock.start(timeout);
        }
    }

    /** An interruption is the handler's, and would close the connection where it is next used. */
    private static void forgetInterruption(FramedConnection frames) {
        if (Thread.interrupted()) {
            logger.debug("The handler left its thread interrupted, which would close " + frames.connection());
        }
    }

    private boolean giveUp(
            Throwable failure, @Nullable OutgoingMessage reply, @Nullable ReplyClock clock, FramedConnection frames)
            throws IOException {
        if (clock == null) {
            report("its request could not be answered", failure, null, frames);
            return false;
        }
        boolean inTime = clock.stop();
        ErrorCode error = inTime ? errorOf(failure, clock, reply) : ErrorCode.TIMEOUT;
        boolean told = inTime || clock.hasTold();
        report("its request could not be answered", failure, told ? error : null, frames);
        if (inTime) {
            return tell(error, frames);
        }
        forgetInterruption(frames);
        return told;
    }

    /** Tells what is no failure of ours, unless the time was over and was told. */
    private boolean refuse(ErrorCode error, ReplyClock clock, FramedConnection frames) throws IOException {
        if (clock.stop()) {
            return tell(error, frames);
        }
        forgetInterruption(frames);
        return clock.hasTold();
    }

    private ErrorCode errorOf(Throwable failure, ReplyClock clock, @Nullable OutgoingMessage reply) {
        if (reply != null && reply.payload().length > this.settings.maxMessageSize()) {
            return ErrorCode.TOO_LARGE;
        }
        return clock.isOver() ? ErrorCode.TIMEOUT : this.handler.errorOf(failure);
    }

    private boolean write(Frame reply, FramedConnection frames) throws IOException {
        try {
            frames.writeFrame(reply);
            return true;
        } catch (FrameException | SenderRefusedException ex) { // The handler's failure, not the peer's.
            ErrorCode error = this.settings.errorReplies() && !frames.hasSentAnything() ? ErrorCode.FAILED : null;
            report("its reply could not be sent", ex, error, frames);
            return error != null && tell(error, frames);
        }
    }

    /** Writes an error frame, after which the connection goes on. */
    private boolean tell(ErrorCode error, FramedConnection frames) throws IOException {
        forgetInterruption(frames);
        frames.deadline().arm(this.settings.writeTimeout());
        frames.writeFrame(Frame.of(error));
        return true;
    }

    /** A failure while a request was read, such as of an application's codec. */
    void unread(VerifiedConnection connection, Throwable failure) {
        this.unanswered.failed(connection, "its request could not be read", failure, null);
    }

    private void report(String what, Throwable failure, @Nullable ErrorCode error, FramedConnection frames) {
        this.counters.handlerFailures.increment();
        this.unanswered.failed(frames.connection(), what, failure, error);
    }

    private static void closeResource(@Nullable OutgoingMessage reply, FramedConnection frames) {
        if (reply == null || reply.resource() == null) {
            return;
        }
        try {
            reply.resource().close();
        } catch (IOException | RuntimeException ex) {
            logger.warn("The resource of a reply could not be closed, on " + frames.connection() + ": "
                    + UnansweredLog.describe(ex));
        }
    }
}
