package io.peercred.actuate;

import java.time.Instant;

/**
 * An open connection.
 *
 * @param id by which it can be closed
 * @param peer who is at its other end
 * @param since when it was opened and judged
 * @param exchanges complete requests on an inbound one, complete exchanges on an outbound one
 * @param bytesReceived in all, framing included
 * @param bytesSent in all, framing included
 */
public record ConnectionDescriptor(
        String id, PeerDescriptor peer, Instant since, long exchanges, long bytesReceived, long bytesSent) {}
