package io.peercred.reliability;

import java.util.Set;

import org.springframework.messaging.MessagingException;

import io.peercred.credentials.PeerRejectedException;

/**
 * Which errors tell a caller what has happened: Spring's, with one of these causes, and in words that name the endpoint.
 *
 * @param causes classes of causes
 */
record ClearErrors(Set<Class<?>> causes) {

    static ClearErrors of(Class<?>... causes) {
        return new ClearErrors(Set.of(causes));
    }

    boolean isClear(Throwable failure) {
        if (failure instanceof PeerRejectedException rejection) {
            return this.causes.contains(PeerRejectedException.class)
                    && rejection.endpoint().name() != null;
        }
        Throwable cause = failure.getCause();
        return failure instanceof MessagingException
                && cause != null
                && this.causes.stream().anyMatch(each -> each.isInstance(cause))
                && failure.getMessage() != null
                && failure.getMessage().contains("endpoint");
    }

    /** The failure and its cause in one line. */
    static String words(Throwable failure) {
        Throwable cause = failure.getCause();
        String message = failure instanceof MessagingException messaging
                ? String.valueOf(messaging.getMessage())
                : failure.toString();
        return (cause == null ? "" : cause.getClass().getSimpleName() + ": ") + message;
    }
}
