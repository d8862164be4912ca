package io.peercred.template;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;

import io.peercred.connection.ErrorFrameException;

/**
 * The peer answered with an error instead of a reply: it took the request, and says in a word why there is no answer. Only
 * a peer that was verified gets to say so.
 */
public final class ErrorReplyException extends MessagingException {

    private static final long serialVersionUID = 1L;

    private final String error;
    private final String errorMessage;

    ErrorReplyException(Message<?> request, ErrorFrameException cause) {
        super(request, String.valueOf(cause.getMessage()), cause);
        this.error = cause.error();
        this.errorMessage = cause.errorMessage();
    }

    /**
     * The code: {@code timeout}, {@code failed}, {@code unavailable}, {@code bad-request}, {@code denied}, {@code too-large},
     * or another one of lower-case letters, digits and dashes, of a server that has more.
     */
    public String getError() {
        return this.error;
    }

    /** What the peer says about it, for people; as it came, so it may hold anything. */
    public String getErrorMessage() {
        return this.errorMessage;
    }
}
