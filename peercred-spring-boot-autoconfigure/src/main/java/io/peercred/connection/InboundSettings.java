package io.peercred.connection;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerVerification;

/**
 * Everything that an inbound endpoint goes by, resolved.
 *
 * @param source its listening socket
 * @param verification who may connect
 * @param codec the framing
 * @param maxMessageSize in bytes
 * @param maxConnections in all; further ones are closed at once
 * @param maxConnectionsPerUid of one user
 * @param readTimeout within which a started frame must be complete
 * @param writeTimeout within which a reply must be taken
 * @param replyTimeout within which the application must have answered; null where it answers nothing
 * @param idleTimeout after which a quiet connection is closed; null for never
 * @param judgesMessages whether each message is judged by who wrote it, and not only who connected
 * @param maxFileDescriptors beside one request; 0 where none are taken
 * @param errorReplies whether a request that cannot be answered gets an error frame, and the connection stays; takes a
 *     {@code replyTimeout} and the codec {@code length-header}
 * @param takesTrace whether the headers of a trace may be ahead of a request
 */
public record InboundSettings(
        ListenerSource source,
        PeerVerification verification,
        FrameCodec codec,
        int maxMessageSize,
        int maxConnections,
        int maxConnectionsPerUid,
        Duration readTimeout,
        Duration writeTimeout,
        @Nullable Duration replyTimeout,
        @Nullable Duration idleTimeout,
        boolean judgesMessages,
        int maxFileDescriptors,
        boolean errorReplies,
        boolean takesTrace) {

    public Endpoint endpoint() {
        return this.verification.endpoint();
    }
}
