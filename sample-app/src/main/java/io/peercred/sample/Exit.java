package io.peercred.sample;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;

import org.springframework.messaging.converter.MessageConversionException;

import io.peercred.connection.FrameException;
import io.peercred.connection.PeerClosedException;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.template.ErrorReplyException;

/** Exit codes, as sysexits.h numbers them. */
enum Exit {
    USAGE(64, "usage"),
    NO_DAEMON(69, "no daemon"),
    FAILED(70, "failed"),
    CANNOT_CREATE(73, "cannot create"),
    OUTPUT(74, "output"),
    TIME_OUT(75, "time-out"),
    DEPENDS(75, "depends"),
    BAD_FRAME(76, "bad frame"),
    REFUSED(77, "refused"),
    CONFIGURATION(78, "configuration");

    private final int code;
    private final String label;

    Exit(int code, String label) {
        this.code = code;
        this.label = label;
    }

    int code() {
        return this.code;
    }

    /** What the line on standard error begins with. */
    String label() {
        return this.label;
    }

    /** Of a call that failed: by what the template threw, or by its cause. */
    static Exit of(RuntimeException failure) {
        if (failure instanceof PeerRejectedException) {
            return REFUSED;
        }
        if (failure instanceof MessageConversionException) {
            return BAD_FRAME; // Of the reply: a request is plain text.
        }
        if (failure instanceof ErrorReplyException reply) {
            return ofError(reply.getError());
        }
        Throwable cause = failure.getCause();
        if (cause instanceof ConnectException) {
            return NO_DAEMON;
        }
        if (cause instanceof SocketTimeoutException) {
            return TIME_OUT;
        }
        if (cause instanceof FrameException) {
            return BAD_FRAME;
        }
        if (cause instanceof PeerClosedException || cause instanceof AccessDeniedException) {
            return REFUSED;
        }
        return FAILED;
    }

    /** Of what the daemon says instead of an answer. */
    private static Exit ofError(String code) {
        return switch (code) {
            case "denied" -> REFUSED;
            case "timeout" -> TIME_OUT;
            default -> FAILED;
        };
    }
}
