package io.peercred.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Whom a file's owner, mode and access control list let do something to it (path_resolution(7), acl(5)). What lets root
 * pass besides, its capabilities, is not among them.
 *
 * @param status owner and mode
 */
public record FileAccess(FileStatus status, @Nullable FileAcl list) {

    /** To a socket: to connect. */
    public static final int WRITE = 02;

    /** To a directory: to reach what is in it. */
    public static final int SEARCH = 01;

    /** Whether it is permitted. */
    public enum Answer {
        YES,
        NO,
        /** It depends on groups that are not known. */
        UNKNOWN
    }

    /** Of a path that is no symbolic link. */
    public static FileAccess of(Path path, FileStatus status) throws IOException {
        return new FileAccess(status, FileAcl.of(path));
    }

    /** Whether it has an access control list besides its mode. */
    public boolean hasList() {
        return this.list != null;
    }

    /**
     * Whether the user is let.
     *
     * @param permission {@link #WRITE} or {@link #SEARCH}
     * @param groups all that the user is in; null where they are not known
     */
    public Answer permits(int permission, long uid, @Nullable Set<Long> groups) {
        if (groups != null) {
            return answer(isPermitted(permission, uid, groups));
        }
        boolean inNone = isPermitted(permission, uid, Set.of());
        for (long each : groupsThatMatter()) {
            if (isPermitted(permission, uid, Set.of(each)) != inNone) {
                return Answer.UNKNOWN;
            }
        }
        return answer(inNone);
    }

    private Set<Long> groupsThatMatter() {
        Set<Long> groups = new HashSet<>(Set.of(this.status.gid()));
        if (this.list != null) {
            groups.addAll(this.list.groups());
        }
        return groups;
    }

    private static Answer answer(boolean permitted) {
        return permitted ? Answer.YES : Answer.NO;
    }

    private boolean isPermitted(int permission, long uid, Set<Long> groups) {
        int mode = this.status.permissions();
        if (this.status.uid() == uid) {
            return (mode >> 6 & permission) != 0;
        }
        // The group's bits are the list's mask then, and the kernel does not ask a list that lets nobody pass.
        if (this.list != null && (mode & 0070) != 0) {
            return this.list.permits(permission, this.status, uid, groups);
        }
        return ((groups.contains(this.status.gid()) ? mode >> 3 : mode) & permission) != 0;
    }
}
