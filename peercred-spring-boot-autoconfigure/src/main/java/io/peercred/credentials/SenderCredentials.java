package io.peercred.credentials;

import org.jspecify.annotations.Nullable;

/**
 * The ids that a message is sent under (SCM_CREDENTIALS, unix(7)), for a server that judges each message by who wrote it.
 *
 * <p>The kernel lets a process state its own ids. Others take privileges: CAP_SETUID for the uid, CAP_SETGID for the gid,
 * CAP_SYS_ADMIN for the pid, which must be of a living process.
 *
 * @param uid 0 to 4294967294; null for the process's own effective one
 * @param gid 0 to 4294967294; null for the process's own effective one
 * @param pid at least 1; null for the process's own
 */
public record SenderCredentials(
        @Nullable Long uid, @Nullable Long gid, @Nullable Long pid) {

    /** Checks the ranges. */
    public SenderCredentials {
        requireId("uid", uid);
        requireId("gid", gid);
        if (pid != null && (pid < 1 || pid > Integer.MAX_VALUE)) {
            throw new IllegalArgumentException("pid " + pid + " is no process");
        }
    }

    private static void requireId(String name, @Nullable Long id) {
        if (id != null && (id < 0 || id >= PeerCredentials.NOT_SET)) {
            throw new IllegalArgumentException(
                    name + " " + id + " is not between 0 and " + (PeerCredentials.NOT_SET - 1));
        }
    }

    /** The process's own effective ids. */
    public static SenderCredentials own() {
        return new SenderCredentials(null, null, null);
    }

    /** To speak for a user and its group. */
    public static SenderCredentials of(long uid, long gid) {
        return new SenderCredentials(uid, gid, null);
    }
}
