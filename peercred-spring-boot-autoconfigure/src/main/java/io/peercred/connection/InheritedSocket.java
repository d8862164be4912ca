package io.peercred.connection;

import java.io.IOException;

import io.peercred.connection.InheritedSocketException.Reason;
import io.peercred.platform.Errno;
import io.peercred.platform.InheritedDescriptors;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.SocketStatus;

/**
 * A listening socket that another process made and that this one keeps for its whole life: whoever else holds it relies
 * on it, so that it is neither shut down nor its file deleted, and an endpoint that is started again finds it.
 *
 * @param fd open until the process ends
 * @param path what it was bound to
 */
public record InheritedSocket(int fd, String path) {

    /** Keeps the descriptor from children; throws if it is not what it must be. */
    static InheritedSocket of(String endpoint, int fd) throws InheritedSocketException {
        SocketStatus status = inspect(endpoint, fd, "descriptor " + fd);
        try {
            InheritedDescriptors.closeOnExec(fd);
        } catch (IOException ex) {
            throw new InheritedSocketException(Reason.FAILED, endpoint, ex.getMessage(), ex);
        }
        return new InheritedSocket(fd, status.name());
    }

    /** Returns if it is a Unix stream socket that listens. */
    static SocketStatus inspect(String endpoint, int fd, String what) throws InheritedSocketException {
        SocketStatus status;
        try {
            status = SocketStatus.of(fd);
        } catch (NativeCallException ex) {
            throw switch (ex.errno()) {
                case Errno.EBADF -> new InheritedSocketException(Reason.MISSING, endpoint, what + " is not open", ex);
                case Errno.ENOTSOCK ->
                    new InheritedSocketException(Reason.NOT_A_LISTENER, endpoint, what + " is not a socket", ex);
                default -> new InheritedSocketException(Reason.FAILED, endpoint, what + ": " + ex.getMessage(), ex);
            };
        } catch (IOException ex) {
            throw new InheritedSocketException(Reason.FAILED, endpoint, what + ": " + ex.getMessage(), ex);
        }
        String otherwise = !status.isUnix()
                ? "is not a Unix socket (address family " + status.family() + ")"
                : !status.isStream()
                        ? "is not a stream socket (type " + status.type() + ")"
                        : !status.isListening()
                                ? "does not listen: it is a connection, or only bound"
                                : status.isEnded()
                                        ? "was shut down by a process that held it before, so that nobody can connect"
                                        : null;
        if (otherwise != null) {
            throw new InheritedSocketException(Reason.NOT_A_LISTENER, endpoint, what + " " + otherwise, null);
        }
        return status;
    }
}
