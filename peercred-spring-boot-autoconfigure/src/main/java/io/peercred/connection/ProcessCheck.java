package io.peercred.connection;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerPin;
import io.peercred.credentials.PeerProcessException;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.credentials.PeerVerification;
import io.peercred.platform.PidFd;

/** What a connection's peer is asked for beyond its numbers, and the hold on its process that this takes. */
final class ProcessCheck {

    private static final Log logger = LogFactory.getLog(ProcessCheck.class);

    private ProcessCheck() {}

    /**
     * Judges the process and asks the verifiers.
     *
     * @param fd the connection, which stays the caller's
     * @param withVerifiers whether the verifiers are asked about the connection, and not only about its messages
     * @return the hold on the process, which is the caller's; null where nobody has asked for one yet
     */
    static @Nullable PeerPin judge(int fd, PeerCredentials peer, PeerVerification verification, boolean withVerifiers) {
        PeerPin pin = verification.processPolicy().isEmpty() ? null : pin(fd, peer, verification);
        boolean accepted = false;
        try {
            verification.verifyProcess(peer, pin == null ? null : pin.process());
            if (withVerifiers) {
                verification.askVerifiers(peer);
            }
            accepted = true;
            return pin;
        } finally {
            if (!accepted) {
                close(pin);
            }
        }
    }

    private static PeerPin pin(int fd, PeerCredentials peer, PeerVerification verification) {
        try {
            return PeerPin.now(fd);
        } catch (PeerProcessException ex) {
            throw new PeerRejectedException(Reason.PROCESS_UNKNOWN, peer, verification.endpoint(), ex.getMessage(), ex);
        }
    }

    /** The hold that opens when somebody first asks, while the connection is open; null before Linux 6.5. */
    static @Nullable PeerPin pinWhenAsked(Descriptor connection) {
        return PidFd.isSupported() ? new PeerPin(() -> openPidFd(connection)) : null;
    }

    private static PidFd openPidFd(Descriptor connection) throws IOException {
        PidFd[] opened = new PidFd[1];
        boolean open = connection.ask(
                number -> {
                    opened[0] = PidFd.ofPeer(number);
                    return true;
                },
                false);
        if (!open) {
            throw new ClosedChannelException();
        }
        return opened[0];
    }

    /** Has {@code onExit} called when the peer's process exits, or closes the connection where that cannot be. */
    static void endWithPeer(@Nullable PeerPin pin, Closeable connection, Runnable onExit) throws IOException {
        boolean watched = false;
        try {
            if (pin == null) {
                throw new IOException("The peer's process cannot be watched");
            }
            pin.exit().thenRun(onExit);
            watched = true;
        } finally {
            if (!watched) {
                connection.close();
            }
        }
    }

    /** Ends a hold, if there is one. */
    static void close(@Nullable PeerPin pin) {
        try {
            if (pin != null) {
                pin.close();
            }
        } catch (IOException ex) {
            logger.debug("Closing the hold on a peer's process", ex);
        }
    }
}
