package io.peercred.credentials;

import java.util.Set;

import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerCredentials.Source;

/** Peers and where they were met. */
final class TestPeers {

    static final Endpoint CLOCK = new Endpoint("clock", Direction.INBOUND, "/run/clock.sock");

    private TestPeers() {}

    static PeerCredentials peer(long uid, long gid, Long... groups) {
        return new PeerCredentials(uid, gid, 4711L, Set.of(groups), Source.SO_PEERCRED, Moment.CONNECT);
    }
}
