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

    /**
     * Of an inbound message: the process that connected, a {@link io.peercred.credentials.PeerProcess}, which tells
     * nothing more once the connection has ended. Not there before Linux 6.5, and not in a message that was stored.
     */
    public static final String PROCESS = "peercred_process";

    /** Of a reply: who answered, a {@link io.peercred.credentials.PeerCredentials}. */
    public static final String REPLY_PEER = "peercred_replyPeer";

    /**
     * Of a message that the template or an outbound gateway sends: the ids to send it under, a
     * {@link io.peercred.credentials.SenderCredentials}, for servers that judge each message.
     */
    public static final String SENDER_CREDENTIALS = "peercred_senderCredentials";

    /**
     * Of a message to be sent, a request or the reply to one: files that the peer gets copies of. One or a collection of
     * {@link java.io.FileInputStream}, {@link java.io.FileOutputStream}, {@link java.io.RandomAccessFile},
     * {@link java.io.FileDescriptor}, junixsocket's sockets and channels, {@link ReceivedFiles}. They stay the sender's to
     * close; a handler leaves that to the gateway by Spring Integration's header {@code closeableResource} on its reply,
     * closed once the reply was written or could not be. An outbound gateway does not pass this header on to its reply.
     */
    public static final String SEND_FILES = "peercred_sendFiles";

    /** Of an inbound message: the files that came with it, {@link ReceivedFiles}; only where {@code max-file-descriptors} allows any. */
    public static final String FILES = "peercred_files";

    /** Of a reply: the files that came with it, {@link ReceivedFiles}, the receiver's to close. */
    public static final String REPLY_FILES = "peercred_replyFiles";

    private PeercredHeaders() {}
}
