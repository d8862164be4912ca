package io.peercred.credentials;

/**
 * Decides whether a peer may be at the other end.
 *
 * <p>Every bean of this type must accept each peer of each endpoint, besides the policy made from {@code expected-*}; so
 * a bean can only tighten. Only an endpoint whose {@code verifier} property names the bean may do without
 * {@code expected-*}.
 *
 * <p>Called once for each connection, before a byte is read or written, by several threads at once. Where each message is
 * judged ({@code credentials: message}), called for each message too, before it is decoded, and not for a connection of
 * root's, which has no right of its own. A slow verifier delays its own connection only.
 */
@FunctionalInterface
public interface PeerCredentialVerifier {

    /**
     * Returns if the peer may stay.
     *
     * @param peer who it is; its uid is mapped and its ids are set. Of a message, who wrote it ({@link
     *     PeerCredentials.Moment#SEND}): without groups
     * @param endpoint where it was met
     * @throws PeerRejectedException if it may not. Any other exception rejects it too
     */
    void verify(PeerCredentials peer, Endpoint endpoint);
}
