package io.peercred.connection;

import java.io.IOException;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentialsReader;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerVerification;

/** Makes connections of accepted descriptors, if their peer may connect. */
final class ServerConnectionFactory {

    private final PeerVerification verification;
    private final Deadlines deadlines;

    ServerConnectionFactory(PeerVerification verification, Deadlines deadlines) {
        this.verification = verification;
        this.deadlines = deadlines;
    }

    /** Reads who the peer is and judges it by the numbers alone, which does not wait for anybody. */
    PeerCredentials identify(int fd) throws PeerRejectedException {
        PeerCredentials peer = PeerCredentialsReader.read(fd, endpoint());
        this.verification.verifyPolicy(peer);
        return peer;
    }

    /** Asks the verifiers, which may take its time, and makes the connection. The descriptor is the caller's until then. */
    VerifiedConnection establish(int fd, PeerCredentials peer) throws IOException {
        this.verification.askVerifiers(peer);
        return VerifiedConnection.adopt(fd, endpoint(), peer, this.deadlines);
    }

    Endpoint endpoint() {
        return this.verification.endpoint();
    }
}
