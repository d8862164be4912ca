package io.peercred.credentials;

import java.util.HashSet;
import java.util.Set;

/** Who is accepted, by the sentences of docs/properties.md and sets alone: the slow and plain twin of {@link PeerPolicy}. */
final class PolicyModel {

    private static final long NOT_SET = 4294967295L;

    private PolicyModel() {}

    /** Without verifiers. */
    static boolean accepts(PeerPolicy policy, PeerCredentials peer) {
        // Unknown is no: "not set", and the uid that stands for all unmapped ones, satisfy nothing.
        Set<Long> nobody = new HashSet<>(Set.of(NOT_SET));
        Set<Long> noGroup = new HashSet<>(Set.of(NOT_SET));
        if (!policy.namespace().mapsEveryId()) {
            nobody.add(policy.namespace().overflowUid());
            noGroup.add(policy.namespace().overflowGid());
        }
        if (nobody.contains(peer.uid()) || peer.gid() == NOT_SET) {
            return false;
        }
        boolean judgesUsers = !policy.uids().isEmpty();
        boolean judgesGroups = !policy.gids().isEmpty();
        // The gid only where gids are judged; an unmapped supplementary group is ignored.
        Set<Long> groups = new HashSet<>(peer.groups());
        groups.removeAll(noGroup);
        groups.add(peer.gid());
        groups.retainAll(policy.gids());
        return (!judgesUsers || policy.uids().contains(peer.uid()))
                && (!judgesGroups || !noGroup.contains(peer.gid()) && !groups.isEmpty());
    }
}
