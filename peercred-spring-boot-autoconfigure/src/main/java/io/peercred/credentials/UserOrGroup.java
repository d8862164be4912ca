package io.peercred.credentials;

/**
 * One user or one group.
 *
 * @param isGroup whether it is a gid, else a uid
 * @param id the number
 */
public record UserOrGroup(boolean isGroup, long id) {

    static UserOrGroup user(long uid) {
        return new UserOrGroup(false, uid);
    }

    static UserOrGroup group(long gid) {
        return new UserOrGroup(true, gid);
    }

    /** Whether the peer is this user, or a member of this group by its primary or a supplementary one. */
    public boolean matches(PeerCredentials peer) {
        return this.isGroup ? peer.isMemberOf(this.id) : peer.uid() == this.id;
    }
}
