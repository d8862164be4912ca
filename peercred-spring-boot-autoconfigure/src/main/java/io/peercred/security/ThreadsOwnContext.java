package io.peercred.security;

import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

import io.peercred.credentials.InvalidSettingException;

/** Whether each thread has a security context of its own, as two peers that are served at once must. */
final class ThreadsOwnContext {

    private ThreadsOwnContext() {}

    /** Tries it: what another thread sets must not be seen here. */
    static void require(SecurityContextHolderStrategy strategy) {
        SecurityContext before = strategy.getContext();
        SecurityContext others = strategy.createEmptyContext();
        Thread other = new Thread(() -> strategy.setContext(others), "peercred-security-check");
        other.start();
        try {
            other.join();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the security context was looked at", ex);
        }
        boolean shared = strategy.getContext() == others;
        if (shared) {
            strategy.setContext(before);
            throw new InvalidSettingException(
                    "spring.security.strategy",
                    "all threads share one security context ("
                            + strategy.getClass().getSimpleName()
                            + "), so that a peer would act with another's authorities",
                    "Keep the default, MODE_THREADLOCAL, or set peercred.security.enabled=false.");
        }
        if (before.equals(strategy.createEmptyContext())) {
            strategy.clearContext();
        }
    }
}
