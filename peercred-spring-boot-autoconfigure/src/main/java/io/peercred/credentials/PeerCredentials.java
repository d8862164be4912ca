package io.peercred.credentials;

import java.io.Serializable;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a Unix socket, as the kernel says.
 *
 * <p>Ids are unsigned 32-bit numbers. 4294967295, the kernel's "not set", can be read from a socket but satisfies no
 * policy. The credentials are those of {@link #moment()}: a later {@code setuid}, {@code fork} or handing-on of the
 * descriptor changes nothing, and the process of {@link #pid()} may have exited and its number been given to another. Do
 * not authorise through {@code /proc/PID}.
 *
 * @param uid the user id, 0 to 4294967295
 * @param gid the primary group id, 0 to 4294967295
 * @param pid the process id, at least 1; null where it is unknown, as for a process outside our pid namespace
 * @param groups the supplementary group ids; the primary one may be among them. Empty where the system cannot say
 * @param source which mechanism of the system said so
 * @param moment which moment it speaks of
 * @param securityLabel what the system's security module calls the peer, such as an SELinux context or an AppArmor
 *     profile; null where none labels it
 */
public record PeerCredentials(
        long uid,
        long gid,
        @Nullable Long pid,
        Set<Long> groups,
        Source source,
        Moment moment,
        @Nullable String securityLabel)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** What the kernel shows where an id is not set: {@code (uid_t) -1}. */
    public static final long NOT_SET = 0xFFFFFFFFL;

    /** The mechanism that the credentials come from, and with it whose word they are. */
    public enum Source {
        /** The socket option of Linux (unix(7)): effective ids, filled in by the kernel; nobody can claim others. */
        SO_PEERCRED,
        /**
         * A control message of Linux (unix(7)), of whoever wrote the bytes: real ids where the sender stated none. An
         * unprivileged sender can state only its own real, effective and saved ones; <b>a privileged one claims what it
         * likes</b>. Supplementary groups are not among them.
         */
        SCM_CREDENTIALS
    }

    /** The system call of the peer that the kernel recorded its credentials at. */
    public enum Moment {
        /** connect(2): what a server sees. */
        CONNECT,
        /** The last listen(2): what a client sees, so the activator where somebody else made the socket listen. */
        LISTEN,
        /** The write(2) of the message. */
        SEND
    }

    /** Checks the ranges. */
    public PeerCredentials {
        requireId("uid", uid);
        requireId("gid", gid);
        if (pid != null && pid < 1) {
            throw new IllegalArgumentException("pid " + pid + " is no process; use null for an unknown one");
        }
        groups = Set.copyOf(groups);
        groups.forEach(group -> requireId("group", group));
    }

    /** Of a peer that no security module labels. */
    public PeerCredentials(long uid, long gid, @Nullable Long pid, Set<Long> groups, Source source, Moment moment) {
        this(uid, gid, pid, groups, source, moment, null);
    }

    /**
     * Of this process: what a server sees of it if it connects now.
     *
     * @throws io.peercred.platform.NativeSupportException where the system is not supported
     * @throws IllegalStateException if the system does not say, as when no descriptor is left
     */
    public static PeerCredentials self() {
        return PeerCredentialsReader.self();
    }

    private static void requireId(String name, long id) {
        if (id < 0 || id > NOT_SET) {
            throw new IllegalArgumentException(name + " " + id + " is not between 0 and " + NOT_SET);
        }
    }

    /** Whether the peer's primary or one of its supplementary groups is {@code gid}. */
    public boolean isMemberOf(long gid) {
        return this.gid == gid || this.groups.contains(gid);
    }

    /** One readable phrase, such as "uid 1001, gid 100, pid 4711"; with the security label where there is one. */
    @Override
    public String toString() {
        return "uid " + this.uid + ", gid " + this.gid + ", "
                + (this.pid == null ? "pid unknown" : "pid " + this.pid)
                + (this.securityLabel == null ? "" : ", label " + this.securityLabel);
    }
}
