package io.peercred.security;

import java.util.Collection;

import org.springframework.security.core.GrantedAuthority;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerCredentials;

/**
 * Says what a peer may do, beyond being heard. A bean of this type takes the place of
 * {@code peercred.security.authorities}. Must be thread-safe.
 */
@FunctionalInterface
public interface PeerAuthoritiesMapper {

    /**
     * The authorities of a peer; asked for each request, by the connection's thread, so keep what is slow to find out.
     * Whatever it throws, the request is not handled.
     *
     * @param peer who sent the request: an accepted peer, never one that is not known
     * @param endpoint where it came
     * @return empty for none, never null
     */
    Collection<? extends GrantedAuthority> authorities(PeerCredentials peer, Endpoint endpoint);
}
