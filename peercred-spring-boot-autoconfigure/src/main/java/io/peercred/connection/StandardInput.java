package io.peercred.connection;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import io.peercred.connection.InheritedSocketException.Reason;
import io.peercred.platform.InheritedDescriptors;
import io.peercred.platform.SocketStatus;

/**
 * A listening socket that this process got as its standard input, as inetd and systemd's {@code StandardInput=socket} pass
 * it. Taken once a process: number 0 is left to {@code /dev/null}, so that no child that inherits the standard input
 * gets the listener. Thread-safe.
 */
public final class StandardInput {

    private static @Nullable InheritedSocket taken;

    private StandardInput() {}

    /** The socket. Asked again, it is the same, for an application context that is started again. */
    public static synchronized InheritedSocket socket(String endpoint) throws InheritedSocketException {
        if (taken == null) {
            SocketStatus status = InheritedSocket.inspect(endpoint, 0, "standard input");
            try {
                taken = new InheritedSocket(InheritedDescriptors.takeStandardInput(), status.name());
            } catch (IOException ex) {
                throw new InheritedSocketException(Reason.FAILED, endpoint, ex.getMessage(), ex);
            }
        }
        return taken;
    }
}
