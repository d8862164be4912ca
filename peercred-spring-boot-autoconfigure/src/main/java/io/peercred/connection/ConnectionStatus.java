package io.peercred.connection;

import java.time.Instant;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerCredentials;

/**
 * An open connection, as it was when it was asked.
 *
 * @param id unique within the process; the header {@code peercred_connectionId}
 * @param endpoint that it belongs to
 * @param peer who connected, or who listens
 * @param since when it was opened and judged
 * @param exchanges complete requests that came on an inbound one, complete exchanges on an outbound one
 * @param bytesReceived in all, framing included
 * @param bytesSent in all, framing included
 */
public record ConnectionStatus(
        String id,
        Endpoint endpoint,
        PeerCredentials peer,
        Instant since,
        long exchanges,
        long bytesReceived,
        long bytesSent) {}
