package io.peercred.security;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Collection;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;

import io.peercred.credentials.Names;
import io.peercred.credentials.PeerCredentials;

/**
 * A peer that the kernel named and its endpoint accepted, authenticated by that.
 *
 * <p>The principal is its {@link PeerCredentials}, the details are {@link PeerAuthenticationDetails}, credentials there are
 * none. Immutable, thread-safe and serializable.
 */
public final class PeerAuthenticationToken extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final PeerCredentials peer;
    private volatile @Nullable String name;

    /**
     * Creates an authenticated token.
     *
     * @param peer who it is
     * @param authorities what it may do
     * @param details where it was met
     */
    public PeerAuthenticationToken(
            PeerCredentials peer,
            Collection<? extends GrantedAuthority> authorities,
            PeerAuthenticationDetails details) {
        super(authorities);
        this.peer = peer;
        super.setDetails(details);
        super.setAuthenticated(true);
    }

    @Override
    public PeerCredentials getPrincipal() {
        return this.peer;
    }

    /** Null: the kernel's word needs none. */
    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    /**
     * The user's name, or its uid where it has none, or one that is a number. For people: looked up when it is asked for
     * the first time, perhaps some minutes old, and the uid where the name service fails. Decide by authorities, or by the
     * principal's ids.
     */
    @Override
    public String getName() {
        String known = this.name;
        if (known == null) {
            known = Names.nameOrUid(this.peer.uid());
            this.name = known;
        }
        return known;
    }

    /**
     * Refuses: a token stays what it is.
     *
     * @throws IllegalArgumentException unless it is {@code true} already
     */
    @Override
    public void setAuthenticated(boolean authenticated) {
        if (!authenticated) {
            throw new IllegalArgumentException("The authentication of a peer cannot be changed; set another one");
        }
    }

    /**
     * Refuses: a token stays what it is.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public void setDetails(@Nullable Object details) {
        throw new UnsupportedOperationException("The details of a peer's authentication cannot be changed");
    }

    /** With the name, which may be another user's elsewhere. */
    private void writeObject(ObjectOutputStream out) throws IOException {
        getName();
        out.defaultWriteObject();
    }
}
