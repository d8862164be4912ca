package io.peercred.actuate;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Names;
import io.peercred.credentials.PeerCredentials;

/**
 * A peer by number and name.
 *
 * @param uid as verified
 * @param user its name; null if it has none, or the name service did not answer in time
 * @param gid its primary group
 * @param group its name, as the user's
 * @param pid null where it is unknown
 */
public record PeerDescriptor(
        long uid,
        @Nullable String user,
        long gid,
        @Nullable String group,
        @Nullable Long pid) {

    static PeerDescriptor of(PeerCredentials peer, TimelyNames.Query names) {
        return new PeerDescriptor(
                peer.uid(),
                names.once("u" + peer.uid(), () -> Names.userName(peer.uid())),
                peer.gid(),
                names.once("g" + peer.gid(), () -> Names.groupName(peer.gid())),
                peer.pid());
    }
}
