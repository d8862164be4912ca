package io.peercred.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Names;
import io.peercred.credentials.PeerCredentials;
import io.peercred.platform.UserDatabase;

/**
 * The user that is asked about, as a process of it would be: without capabilities, except for root, which has them all.
 *
 * @param uid 0 to 4294967294
 * @param gid its primary group; null where its groups are not known
 * @param groups all of its groups, the primary one among them; null where they are not known
 */
public record Subject(
        long uid, @Nullable Long gid, @Nullable Set<Long> groups) {

    /** Checks the ranges. */
    public Subject {
        requireId("uid", uid);
        if ((gid == null) != (groups == null)) {
            throw new IllegalArgumentException("either all groups are known, or none");
        }
        if (groups != null) {
            groups = Set.copyOf(groups);
            groups.forEach(each -> requireId("gid", each));
            if (!groups.contains(gid)) {
                throw new IllegalArgumentException("the primary group " + gid + " is not among " + groups);
            }
        }
    }

    private static void requireId(String name, long id) {
        if (id < 0 || id >= PeerCredentials.NOT_SET) {
            throw new IllegalArgumentException(
                    name + " " + id + " is not between 0 and " + (PeerCredentials.NOT_SET - 1));
        }
    }

    /**
     * By number.
     *
     * @param gids the primary group first, then the supplementary ones. Empty for those that a login of the user would
     *     have, by the system's name service; where that does not know the user they are not known
     * @throws IllegalArgumentException if a number is no id
     */
    public static Subject of(long uid, List<Long> gids) {
        requireId("uid", uid);
        List<Long> groups = gids.isEmpty() ? groupsOfLogin(uid) : gids;
        return groups.isEmpty()
                ? new Subject(uid, null, null)
                : new Subject(uid, groups.get(0), new LinkedHashSet<>(groups));
    }

    private static List<Long> groupsOfLogin(long uid) {
        List<Long> groups = new ArrayList<>();
        try {
            OptionalLong primary = UserDatabase.primaryGroup(uid);
            if (primary.isPresent()) {
                groups.add(primary.getAsLong());
                for (long each : UserDatabase.groupsOf(uid)) {
                    groups.add(each);
                }
            }
        } catch (IOException ex) {
            groups.clear(); // Not known; who reads the answer is told so.
        }
        return groups;
    }

    /** This process. */
    public static Subject self() {
        PeerCredentials self = PeerCredentials.self();
        Set<Long> groups = new LinkedHashSet<>(self.groups());
        groups.add(self.gid());
        return new Subject(self.uid(), self.gid(), groups);
    }

    boolean isRoot() {
        return this.uid == 0;
    }

    /** Such as "uid 1001 (bob), gid 100 (users)". */
    public String describe() {
        return Names.user(this.uid) + (this.gid == null ? "" : ", " + Names.group(this.gid)) + supplementary();
    }

    private String supplementary() {
        if (this.groups == null) {
            return ", whose groups are not known";
        }
        List<Long> others = this.groups.stream()
                .filter(each -> !each.equals(this.gid))
                .sorted()
                .toList();
        if (others.isEmpty()) {
            return "";
        }
        return " and "
                + (others.size() > 5
                        ? others.size() + " more"
                        : Names.groups(others).replace(" or ", ", "));
    }
}
