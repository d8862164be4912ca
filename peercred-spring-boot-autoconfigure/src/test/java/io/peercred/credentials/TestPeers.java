package io.peercred.credentials;

import java.io.IOException;
import java.util.Set;

import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerCredentials.Source;
import io.peercred.platform.UnixSockets;

/** Peers and where they were met. */
final class TestPeers {

    static final Endpoint CLOCK = new Endpoint("clock", Direction.INBOUND, "/run/clock.sock");

    private TestPeers() {}

    static PeerCredentials peer(long uid, long gid, Long... groups) {
        return new PeerCredentials(uid, gid, 4711L, Set.of(groups), Source.SO_PEERCRED, Moment.CONNECT);
    }

    /** What a server holds of this process, as of one that has connected. */
    static PeerPin pinOfThisProcess() throws IOException {
        int[] pair = UnixSockets.openPair();
        try {
            return PeerPin.now(pair[0]);
        } finally {
            UnixSockets.close(pair[0]);
            UnixSockets.close(pair[1]);
        }
    }
}
