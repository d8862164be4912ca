package io.peercred.security;

import java.util.Collection;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

import io.peercred.connection.InboundRequest;
import io.peercred.connection.OutgoingMessage;
import io.peercred.connection.RequestDeniedException;
import io.peercred.connection.RequestHandler;
import io.peercred.connection.VerifiedConnection;
import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerCredentials;

/**
 * Makes each request's peer the authentication of the thread that handles it, for as long as it does. What was there
 * before is there again afterwards, whatever happened.
 *
 * <p>What Spring Security refuses the peer is a {@link RequestDeniedException}. Thread-safe.
 */
public final class PeerSecurityContext {

    /** Of causes; more than an honest failure has. */
    private static final int DEEPEST = 50;

    private final PeerAuthoritiesMapper authorities;
    private final SecurityContextHolderStrategy strategy;
    /** Never set; at hand, so that not even a lack of memory leaves a context behind. */
    private final SecurityContext empty;

    /**
     * Creates one.
     *
     * @param strategy where the context is kept; each thread must have its own
     * @throws io.peercred.credentials.InvalidSettingException if all threads share one: a peer would act with another's
     *     authorities
     */
    public PeerSecurityContext(PeerAuthoritiesMapper authorities, SecurityContextHolderStrategy strategy) {
        ThreadsOwnContext.require(strategy);
        this.authorities = authorities;
        this.strategy = strategy;
        this.empty = strategy.createEmptyContext();
    }

    /** What handles requests with their peer's authentication, by {@code handler}. */
    public RequestHandler around(RequestHandler handler) {
        return request -> handle(request, handler);
    }

    private @Nullable OutgoingMessage handle(InboundRequest request, RequestHandler handler) throws Exception {
        SecurityContext before = this.strategy.getContext();
        try {
            SecurityContext context = this.strategy.createEmptyContext();
            context.setAuthentication(authenticate(request));
            this.strategy.setContext(context);
            return handler.handle(request);
        } catch (Exception ex) {
            Throwable refusal = refusal(ex);
            throw refusal == null ? ex : new RequestDeniedException(refusal.getMessage(), ex);
        } finally {
            restore(before);
        }
    }

    private PeerAuthenticationToken authenticate(InboundRequest request) {
        PeerCredentials peer = request.peer();
        VerifiedConnection connection = request.connection();
        Endpoint endpoint = connection.endpoint();
        Collection<? extends GrantedAuthority> granted = Objects.requireNonNull(
                this.authorities.authorities(peer, endpoint),
                "A PeerAuthoritiesMapper returned null; return an empty list");
        return new PeerAuthenticationToken(peer, granted, new PeerAuthenticationDetails(endpoint, connection.id()));
    }

    private void restore(SecurityContext before) {
        if (before.equals(this.empty)) {
            this.strategy.clearContext(); // Asking for it may have put it there.
        } else {
            this.strategy.setContext(before);
        }
    }

    /** What Spring Security threw, which flows and proxies wrap; null where it was something else. */
    private static @Nullable Throwable refusal(Throwable failure) {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < DEEPEST; depth++) {
            if (each instanceof AccessDeniedException || each instanceof AuthenticationException) {
                return each;
            }
            each = each.getCause();
        }
        return null;
    }
}
