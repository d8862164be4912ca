package io.peercred.connection;

import java.io.IOException;

import io.peercred.platform.Errno;
import io.peercred.platform.ListeningSockets;
import io.peercred.platform.ListeningSockets.Listening;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.UnixAddress;
import io.peercred.platform.UnixSockets;

/**
 * Whether a server listens at an address. Asks the system's table first, which the server does not notice; what that cannot
 * say, a connection does that is closed at once.
 */
public final class SocketProbe {

    /** What was found. */
    public enum Found {
        LISTENS,
        NOBODY,
        /** A socket that is not of the stream type. */
        OTHER_TYPE,
        /** This process may not look. */
        UNKNOWN
    }

    private SocketProbe() {}

    /** Looks now; does not wait for the server. */
    public static Found at(UnixAddress address) throws IOException {
        if (ListeningSockets.at(address.path()) == Listening.YES) {
            return Found.LISTENS;
        }
        int fd = UnixSockets.openNonBlocking();
        try {
            UnixSockets.connect(fd, address);
            return Found.LISTENS;
        } catch (NativeCallException ex) {
            return switch (ex.errno()) {
                case Errno.EAGAIN -> Found.LISTENS; // And its backlog is full.
                case Errno.ECONNREFUSED, Errno.ENOENT, Errno.ENOTDIR -> Found.NOBODY;
                case Errno.EPROTOTYPE -> Found.OTHER_TYPE;
                case Errno.EACCES, Errno.EPERM -> Found.UNKNOWN;
                default -> throw ex;
            };
        } finally {
            UnixSockets.close(fd);
        }
    }
}
