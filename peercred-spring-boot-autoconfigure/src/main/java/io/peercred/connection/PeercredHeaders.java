package io.peercred.connection;

/** Names of the message headers that the gateways and the template set. */
public final class PeercredHeaders {

    /**
     * Of an inbound message: who sent it, a {@link io.peercred.credentials.PeerCredentials}. Never on a reply, so that a
     * reply does not overwrite whom a flow is serving.
     */
    public static final String PEER = "peercred_peer";

    /** Of an inbound message: the NAME of {@code peercred.inbound.NAME}, a String. */
    public static final String ENDPOINT = "peercred_endpoint";

    /** Of an inbound message: the connection that it came by, a String that is unique within the process. */
    public static final String CONNECTION_ID = "peercred_connectionId";

    /** Of a reply: who answered, a {@link io.peercred.credentials.PeerCredentials}. */
    public static final String REPLY_PEER = "peercred_replyPeer";

    private PeercredHeaders() {}
}
