package io.peercred.connection;

import java.time.Duration;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerVerification;
import io.peercred.platform.UnixAddress;

/**
 * Where an outbound endpoint connects to, and whom it expects there.
 *
 * @param address where it connects to
 * @param verification who may listen there
 * @param connectTimeout for connect and verdict
 */
public record ConnectSettings(UnixAddress address, PeerVerification verification, Duration connectTimeout) {

    public Endpoint endpoint() {
        return this.verification.endpoint();
    }
}
