package io.peercred.connection;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentialsReader;
import io.peercred.credentials.PeerPin;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.credentials.PeerVerification;
import io.peercred.platform.PassedDescriptors;
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
     * Judges the process, asks the verifiers, which may take its time, and makes the connection to a peer whom all accept.
     *
     * @param fd taken over, also where it throws
     * @param onPeerExit called when the peer's process has exited, where that ends the connection
     */
    VerifiedConnection open(int fd, PeerCredentials peer, Runnable onPeerExit) throws IOException {
        VerifiedConnection connection = establish(fd, peer, judge(fd, peer));
        if (this.verification.processPolicy().mustLive()) {
            try {
                ProcessCheck.endWithPeer(connection.pin(), connection, onPeerExit);
            } catch (IOException ex) { // No descriptor to watch it by, most likely.
                throw new PeerRejectedException(Reason.PROCESS_UNKNOWN, peer, endpoint(), ex.getMessage(), ex);
            }
        }
        return connection;
    }

    private @Nullable PeerPin judge(int fd, PeerCredentials peer) throws IOException {
        boolean accepted = false;
        try {
            PeerPin pin = ProcessCheck.judge(fd, peer, this.verification, !maySpeakForOthers(peer));
            accepted = true;
            return pin;
        } finally {
            if (!accepted) {
                UnixSockets.close(fd);
            }
        }
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

    private VerifiedConnection establish(int fd, PeerCredentials peer, @Nullable PeerPin pin) throws IOException {
        boolean prepared = false;
        try {
            UnixSockets.receiveTimeout(fd, LIVELY_MICROS);
            PassedDescriptors.permit(fd, true); // It may have connected while none were let in.
            prepared = true;
        } finally {
            if (!prepared) {
                ProcessCheck.close(pin);
                UnixSockets.close(fd);
            }
        }
        return VerifiedConnection.adopt(fd, ancillary(), endpoint(), peer, pin, this.deadlines, UnixSockets::close);
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
