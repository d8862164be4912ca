package io.peercred.connection;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerVerification;
import io.peercred.platform.UnixAddress;

/**
 * Everything that an inbound endpoint goes by, resolved.
 *
 * @param address where it listens
 * @param verification who may connect
 * @param file the socket's file; of no meaning in the abstract namespace
 * @param codec the framing
 * @param maxMessageSize in bytes
 * @param backlog connections that the kernel keeps until they are accepted
 * @param maxConnections in all; further ones are closed at once
 * @param maxConnectionsPerUid of one user
 * @param readTimeout within which a started frame must be complete
 * @param writeTimeout within which a reply must be taken
 * @param replyTimeout within which the application must have answered; null where it answers nothing
 * @param idleTimeout after which a quiet connection is closed; null for never
 * @param judgesMessages whether each message is judged by who wrote it, and not only who connected
 * @param maxFileDescriptors beside one request; 0 where none are taken
 */
public record InboundSettings(
        UnixAddress address,
        PeerVerification verification,
        SocketFile file,
        FrameCodec codec,
        int maxMessageSize,
        int backlog,
        int maxConnections,
        int maxConnectionsPerUid,
        Duration readTimeout,
        Duration writeTimeout,
        @Nullable Duration replyTimeout,
        @Nullable Duration idleTimeout,
        boolean judgesMessages,
        int maxFileDescriptors) {

    public Endpoint endpoint() {
        return this.verification.endpoint();
    }
}
