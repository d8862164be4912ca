package io.peercred.connection;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerRejectedException;

/**
 * Tells the service manager from the service that it starts: whoever connects before the service has called listen(2)
 * itself sees for good who listened for it.
 */
final class ActivatorCheck {

    private ActivatorCheck() {}

    /** Root with pid 1, as systemd is, or with a pid that our pid namespace does not show, as outside a container. */
    static boolean isPossible(PeerRejectedException rejection) {
        PeerCredentials peer = rejection.peer();
        return peer != null && peer.uid() == 0 && isManager(peer.pid());
    }

    private static boolean isManager(@Nullable Long pid) {
        return pid == null || pid == 1;
    }

    /** The rejection, with what it looks like and what to do. */
    static PeerRejectedException explain(PeerRejectedException rejection, ConnectSettings settings) {
        return rejection.explained(
                "this looks like socket activation, where root listens until the service does so itself,"
                        + " which it has not done within "
                        + settings.connectTimeout().toMillis()
                        + " ms: raise connect-timeout if it starts slowly, have it call listen(2) again (peercred's inbound"
                        + " endpoints do), or expect uid 0 as well if it never will");
    }
}
