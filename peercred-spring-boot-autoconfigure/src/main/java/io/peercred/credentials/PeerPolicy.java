package io.peercred.credentials;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.platform.UserNamespace;

/**
 * The policy of {@code expected-uid}, {@code expected-user}, {@code expected-gid} and {@code expected-group}: the peer's
 * uid is one of {@link #uids()} and it is a member of one of {@link #gids()}, each where not empty.
 *
 * <p>An id that is not set, or that our user namespace does not map, satisfies nothing.
 *
 * @param uids expected users; empty where users are not judged
 * @param gids expected groups; empty where groups are not judged
 * @param namespace the user namespace that ids are read in
 */
public record PeerPolicy(Set<Long> uids, Set<Long> gids, UserNamespace namespace) {

    public PeerPolicy {
        uids = Set.copyOf(uids);
        gids = Set.copyOf(gids);
    }

    /** Whether it judges anybody; one that does not is no policy. */
    public boolean isEmpty() {
        return this.uids.isEmpty() && this.gids.isEmpty();
    }

    /** Returns if the policy is satisfied. The ids must be known whatever it expects. */
    void verify(PeerCredentials peer, Endpoint endpoint) {
        Reason objection = objection(peer);
        if (objection != null) {
            throw new PolicyRejection(objection, peer, endpoint, this);
        }
    }

    /** Why it rejects such a peer; null if it does not. Verifiers are not asked, and nobody is told. */
    public @Nullable Reason objection(PeerCredentials peer) {
        if (peer.uid() == PeerCredentials.NOT_SET || peer.gid() == PeerCredentials.NOT_SET) {
            return Reason.ID_NOT_SET;
        }
        if (this.namespace.isUnmappedUid(peer.uid())) {
            return Reason.UNMAPPED_UID;
        }
        if (!this.uids.isEmpty() && !this.uids.contains(peer.uid())) {
            return Reason.UID_NOT_EXPECTED;
        }
        if (this.gids.isEmpty()) {
            return null;
        }
        if (this.namespace.isUnmappedGid(peer.gid())) {
            return Reason.UNMAPPED_GID;
        }
        return this.gids.stream().anyMatch(gid -> isMember(peer, gid)) ? null : Reason.GID_NOT_EXPECTED;
    }

    private boolean isMember(PeerCredentials peer, long gid) {
        return peer.isMemberOf(gid) && gid != PeerCredentials.NOT_SET && !this.namespace.isUnmappedGid(gid);
    }

    /** In words, such as "uid 0 (root) or uid 1001 (bob), in gid 100 (users)"; "anybody known" where empty. */
    public String describe() {
        if (isEmpty()) {
            return "anybody known";
        }
        String users = Names.users(this.uids);
        if (this.gids.isEmpty()) {
            return users;
        }
        return (users.isEmpty() ? "" : users + ", ") + "in " + Names.groups(this.gids);
    }
}
