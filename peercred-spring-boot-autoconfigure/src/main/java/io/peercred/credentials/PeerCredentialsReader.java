package io.peercred.credentials;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerCredentials.Source;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.platform.Errno;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.NativeSupport;
import io.peercred.platform.SecurityLabel;
import io.peercred.platform.Ucred;
import io.peercred.platform.UnixSockets;
import io.peercred.platform.UserNamespace;

/** Asks the kernel who the peer of a socket is. */
public final class PeerCredentialsReader {

    private static final UserNamespace NAMESPACE = UserNamespace.current();

    private PeerCredentialsReader() {}

    /**
     * Reads the credentials of the peer, once.
     *
     * @param fd an accepted or connected socket of ours
     * @param endpoint where the peer was met
     * @throws PeerRejectedException if the kernel gives no answer
     */
    public static PeerCredentials read(int fd, Endpoint endpoint) {
        Moment moment = endpoint.direction() == Endpoint.Direction.INBOUND ? Moment.CONNECT : Moment.LISTEN;
        try {
            return read(fd, moment);
        } catch (IOException ex) {
            throw new PeerRejectedException(Reason.UNKNOWN_PEER, null, endpoint, ex.getMessage(), ex);
        }
    }

    /**
     * Makes credentials of what the kernel said about the writer of a message.
     *
     * @throws PeerRejectedException if it said nothing, or what it says of bytes that it has no word on
     */
    public static PeerCredentials ofWriter(@Nullable Ucred writer, Endpoint endpoint) {
        if (writer == null || NAMESPACE.isUnknownWriter(writer)) {
            throw new PeerRejectedException(Reason.UNKNOWN_WRITER, null, endpoint);
        }
        return new PeerCredentials(
                Integer.toUnsignedLong(writer.uid()),
                Integer.toUnsignedLong(writer.gid()),
                known(writer.pid()),
                Set.of(),
                Source.SCM_CREDENTIALS,
                Moment.SEND);
    }

    private static @Nullable Long known(int pid) {
        return pid > 0 ? (long) pid : null;
    }

    /** Of this process, by the same questions about a socket whose peer it is itself. */
    static PeerCredentials self() {
        NativeSupport.require();
        try {
            int[] fds = UnixSockets.openPair();
            try {
                return read(fds[0], Moment.CONNECT);
            } finally {
                UnixSockets.close(fds[0]);
                UnixSockets.close(fds[1]);
            }
        } catch (IOException ex) {
            throw new IllegalStateException("The system does not say who this process is: " + ex.getMessage(), ex);
        }
    }

    private static PeerCredentials read(int fd, Moment moment) throws IOException {
        Ucred ucred = UnixSockets.peerCredentials(fd);
        return new PeerCredentials(
                Integer.toUnsignedLong(ucred.uid()),
                Integer.toUnsignedLong(ucred.gid()),
                known(ucred.pid()),
                groups(fd),
                Source.SO_PEERCRED,
                moment,
                SecurityLabel.ofPeer(fd));
    }

    private static Set<Long> groups(int fd) throws IOException {
        try {
            int[] gids = UnixSockets.peerGroups(fd);
            if (gids.length == 0) {
                return Set.of();
            }
            Set<Long> groups = new HashSet<>();
            for (int each : gids) {
                long gid = Integer.toUnsignedLong(each);
                if (!NAMESPACE.isUnmappedGid(gid)) {
                    groups.add(gid);
                }
            }
            return groups;
        } catch (NativeCallException ex) {
            if (ex.errno() == Errno.ENOPROTOOPT) {
                return Set.of(); // Linux before 4.13: only the primary group is known.
            }
            throw ex;
        }
    }
}
