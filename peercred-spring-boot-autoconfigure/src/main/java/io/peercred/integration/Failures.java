package io.peercred.integration;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.spel.SpelEvaluationException;
import org.springframework.expression.spel.SpelMessage;
import org.springframework.integration.MessageDispatchingException;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;

import io.peercred.connection.ErrorCode;
import io.peercred.connection.PeercredHeaders;

/** What the failures of a flow mean to who has asked, by the first of a failure's causes that says so. */
final class Failures {

    /** By name, since an application need not have Spring Security. */
    private static final Set<String> DENIALS = Set.of(
            "org.springframework.security.access.AccessDeniedException",
            "org.springframework.security.core.AuthenticationException");

    private static final int DEEPEST = 100;

    private Failures() {}

    /** What a peer is told of this. */
    static ErrorCode errorOf(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < DEEPEST; i++) { // Causes may go round in a circle.
            if (isDenial(cause)) {
                return ErrorCode.DENIED;
            }
            if (cause instanceof MessageDispatchingException || cause instanceof RejectedExecutionException) {
                return ErrorCode.UNAVAILABLE;
            }
            if (isBadRequest(cause)) {
                return ErrorCode.BAD_REQUEST;
            }
            cause = cause.getCause();
        }
        return ErrorCode.FAILED;
    }

    private static boolean isDenial(Throwable failure) {
        for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
            if (DENIALS.contains(type.getName())) {
                return true;
            }
        }
        return false;
    }

    /** Of the request itself: a handler converts other things as well, such as its answer. */
    private static boolean isBadRequest(Throwable failure) {
        return isWithoutMethod(failure)
                || (failure instanceof MessageConversionException || failure instanceof MethodArgumentNotValidException)
                        && isRequest(((MessagingException) failure).getFailedMessage());
    }

    /**
     * Where no conversion leads to a handler's parameter, Spring Integration tries the method as an expression, and this is
     * all that is left to see.
     */
    private static boolean isWithoutMethod(Throwable failure) {
        return failure instanceof SpelEvaluationException expression
                && expression.getMessageCode() == SpelMessage.METHOD_NOT_FOUND
                && Arrays.stream(expression.getStackTrace())
                        .map(StackTraceElement::getClassName)
                        .filter(caller -> !caller.startsWith("org.springframework.expression."))
                        .findFirst()
                        .filter(caller -> caller.startsWith("org.springframework.integration."))
                        .isPresent();
    }

    private static boolean isRequest(@Nullable Message<?> message) {
        return message != null && message.getHeaders().containsKey(PeercredHeaders.CONNECTION_ID);
    }
}
