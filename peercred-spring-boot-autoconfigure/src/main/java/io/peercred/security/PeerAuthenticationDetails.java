package io.peercred.security;

import java.io.Serializable;

import io.peercred.credentials.Endpoint;

/**
 * Where a peer was met.
 *
 * @param endpoint the inbound endpoint
 * @param connectionId the connection that the request came by, unique within the process
 */
public record PeerAuthenticationDetails(Endpoint endpoint, String connectionId) implements Serializable {

    private static final long serialVersionUID = 1L;
}
