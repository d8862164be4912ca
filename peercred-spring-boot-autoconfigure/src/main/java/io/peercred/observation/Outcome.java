package io.peercred.observation;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;

import org.springframework.integration.MessageTimeoutException;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.converter.MessageConversionException;

import io.peercred.connection.BadPayloadException;
import io.peercred.connection.ErrorFrameException;
import io.peercred.connection.FrameException;
import io.peercred.connection.PeerClosedException;
import io.peercred.connection.RequestDeniedException;
import io.peercred.credentials.PeerRejectedException;

/** How a call or a handled request ended. A closed set, fit for a metric's tag. */
public enum Outcome {
    /** As it should. */
    SUCCESS,
    /** The peer that was called is not who it should be; nothing was sent. */
    REJECTED,
    /** No connection could be opened: no socket there, nobody listens, or no permission. */
    UNAVAILABLE,
    /** The peer answered with an error frame: it says that it could not answer. */
    ERROR_REPLY,
    /** The peer ended the connection instead of answering: it refused us, or failed. */
    CLOSED,
    /** The endpoint's time-out passed before it was done. */
    TIMEOUT,
    /** What the peer sent breaks the framing. */
    BAD_FRAME,
    /** The application knows the peer and refuses it what it asked for. */
    DENIED,
    /** A payload that could not be converted, sent or decoded. */
    INVALID,
    /** Whatever else failed: on the server the flow, on the client what is none of the above. */
    ERROR;

    /** As it stands in tags, such as {@code bad-frame}. */
    public String value() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Outcome ofCall(Throwable failure) {
        if (failure instanceof MessageConversionException) {
            return INVALID;
        }
        Throwable cause = reason(failure);
        if (cause instanceof PeerRejectedException) {
            return REJECTED;
        }
        if (cause instanceof ConnectException || cause instanceof AccessDeniedException) {
            return UNAVAILABLE;
        }
        if (cause instanceof ErrorFrameException) {
            return ERROR_REPLY;
        }
        if (cause instanceof PeerClosedException) {
            return CLOSED;
        }
        if (cause instanceof SocketTimeoutException) {
            return TIMEOUT;
        }
        return cause instanceof FrameException ? BAD_FRAME : ERROR;
    }

    static Outcome ofHandling(Throwable failure) {
        if (failure instanceof BadPayloadException) {
            return INVALID;
        }
        if (failure instanceof RequestDeniedException) {
            return DENIED;
        }
        return failure instanceof MessageTimeoutException ? TIMEOUT : ERROR;
    }

    /** What failed, without the messaging exceptions around it, which hold the payload and say nothing of their own. */
    static Throwable reason(Throwable failure) {
        Throwable reason = failure;
        while (reason instanceof MessagingException && reason.getCause() != null) {
            reason = reason.getCause();
        }
        return reason;
    }
}
