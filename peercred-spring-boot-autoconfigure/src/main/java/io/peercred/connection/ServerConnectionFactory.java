package io.peercred.connection;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentialsReader;
import io.peercred.credentials.PeerPin;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerVerification;
import io.peercred.platform.Ucred;
import io.peercred.platform.UnixSockets;

/** Makes connections of accepted descriptors, if their peer may connect. */
final class ServerConnectionFactory {

    /** A peer that has written nothing for so long is taken for idle: its thread goes to others. */
    private static final long LIVELY_MICROS = TimeUnit.MILLISECONDS.toMicros(20);

    private final InboundSettings settings;
    private final PeerVerification verification;
    private final Deadlines deadlines;

    ServerConnectionFactory(InboundSettings settings, Deadlines deadlines) {
        this.settings = settings;
        this.verification = settings.verification();
        this.deadlines = deadlines;
    }

    /** Reads who the peer is and judges it by the numbers alone, which does not wait for anybody. */
    PeerCredentials identify(int fd) throws PeerRejectedException {
        PeerCredentials peer = PeerCredentialsReader.read(fd, endpoint());
        if (!maySpeakForOthers(peer)) {
            this.verification.verifyPolicy(peer);
        }
        return peer;
    }

    /**
     * Judges the process, and asks the verifiers, which may take its time.
     *
     * @return the hold on the process, where it matters
     */
    @Nullable
    PeerPin judge(int fd, PeerCredentials peer) throws PeerRejectedException {
        return ProcessCheck.judge(fd, peer, this.verification, !maySpeakForOthers(peer));
    }

    /** Root's connection has no right of its own where each message is judged: only what it writes as others has. */
    private boolean maySpeakForOthers(PeerCredentials peer) {
        return this.settings.judgesMessages() && peer.uid() == 0;
    }

    /** Judges who wrote a message, by a process that was judged when it connected; throws {@link PeerRejectedException}. */
    PeerCredentials judgeWriter(@Nullable Ucred writer) {
        PeerCredentials sender = PeerCredentialsReader.ofWriter(writer, endpoint());
        this.verification.verifyPolicy(sender);
        this.verification.askVerifiers(sender);
        return sender;
    }

    /** Makes the connection to a peer that both have accepted. Takes the descriptor and the hold over. */
    VerifiedConnection establish(int fd, PeerCredentials peer, @Nullable PeerPin pin) throws IOException {
        boolean prepared = false;
        try {
            UnixSockets.receiveTimeout(fd, LIVELY_MICROS);
            prepared = true;
        } finally {
            if (!prepared) {
                ProcessCheck.close(pin);
                UnixSockets.close(fd);
            }
        }
        return VerifiedConnection.adopt(fd, ancillary(), endpoint(), peer, pin, this.deadlines);
    }

    private Ancillary ancillary() {
        if (this.settings.maxFileDescriptors() > 0) {
            return Ancillary.CREDENTIALS_AND_FILES;
        }
        return this.settings.judgesMessages() ? Ancillary.CREDENTIALS : Ancillary.NONE;
    }

    Endpoint endpoint() {
        return this.verification.endpoint();
    }
}
