package io.peercred.connection;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerVerification;
import io.peercred.platform.UnixAddress;

/**
 * Everything that an outbound endpoint goes by, resolved.
 *
 * @param address where it connects to
 * @param verification who may listen there
 * @param codec the framing
 * @param maxMessageSize in bytes
 * @param connectTimeout for connect and verdict
 * @param replyTimeout for a whole exchange
 * @param maxFileDescriptors beside one reply; 0 where none are taken
 * @param pool connections kept
 * @param propagatesTrace whether the headers of a trace are sent ahead of its requests
 */
public record OutboundSettings(
        UnixAddress address,
        PeerVerification verification,
        FrameCodec codec,
        int maxMessageSize,
        Duration connectTimeout,
        Duration replyTimeout,
        int maxFileDescriptors,
        PoolSettings pool,
        boolean propagatesTrace) {

    /**
     * Which connections are kept.
     *
     * @param maxActive connections in use or idle; further exchanges wait
     * @param maxIdle connections kept idle; 0 to keep none
     * @param maxWait how long an exchange waits for a connection; null for as long as its own deadline allows
     * @param maxIdleTime after which an idle connection is closed
     */
    public record PoolSettings(
            int maxActive, int maxIdle, @Nullable Duration maxWait, Duration maxIdleTime) {}

    /** What matters until there is a connection. */
    public ConnectSettings connect() {
        return new ConnectSettings(this.address, this.verification, this.connectTimeout);
    }

    public Endpoint endpoint() {
        return this.verification.endpoint();
    }
}
