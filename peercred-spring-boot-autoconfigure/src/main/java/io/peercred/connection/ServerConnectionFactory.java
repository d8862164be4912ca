package io.peercred.connection;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentialsReader;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerVerification;
import io.peercred.platform.UnixSockets;

/** Makes connections of accepted descriptors, if their peer may connect. */
final class ServerConnectionFactory {

    /** A peer that has written nothing for so long is taken for idle: its thread goes to others. */
    private static final long LIVELY_MICROS = TimeUnit.MILLISECONDS.toMicros(20);

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

    /** Asks the verifiers, which may take its time. */
    void askVerifiers(PeerCredentials peer) throws PeerRejectedException {
        this.verification.askVerifiers(peer);
    }

    /** Makes the connection to a peer that both have accepted. Takes the descriptor over. */
    VerifiedConnection establish(int fd, PeerCredentials peer) throws IOException {
        boolean prepared = false;
        try {
            UnixSockets.receiveTimeout(fd, LIVELY_MICROS);
            prepared = true;
        } finally {
            if (!prepared) {
                UnixSockets.close(fd);
            }
        }
        return VerifiedConnection.adopt(fd, endpoint(), peer, this.deadlines);
    }

    Endpoint endpoint() {
        return this.verification.endpoint();
    }
}
