package io.peercred.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalLong;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Users and groups by the system's name service (getpwnam_r(3), getgrnam_r(3) and their kin), so LDAP and systemd's
 * dynamic users as well as {@code /etc/passwd}.
 *
 * <p>A look-up may take as long as the slowest configured service; keep it out of loops that serve others.
 */
public final class UserDatabase {

    private static final int ENTRY_BYTES = 64;
    private static final int SMALLEST_BUFFER = 1 << 10;
    private static final int LARGEST_BUFFER = 1 << 22;

    private UserDatabase() {}

    /** The uid of a user, or empty if there is none of this name. */
    public static OptionalLong uid(String user) throws IOException {
        return isCut(user)
                ? OptionalLong.empty()
                : toId(lookUp((entry, buffer, found) -> LibC.getpwnam_r(user, entry, buffer, buffer.size(), found)));
    }

    /** The gid of a group, or empty if there is none of this name. */
    public static OptionalLong gid(String group) throws IOException {
        return isCut(group)
                ? OptionalLong.empty()
                : toId(lookUp((entry, buffer, found) -> LibC.getgrnam_r(group, entry, buffer, buffer.size(), found)));
    }

    /** The name of a user, or null if it has none. */
    public static @Nullable String userName(long uid) throws IOException {
        Entry entry = lookUp((bytes, buffer, found) -> LibC.getpwuid_r((int) uid, bytes, buffer, buffer.size(), found));
        return entry == null ? null : entry.name();
    }

    /** The name of a group, or null if it has none. */
    public static @Nullable String groupName(long gid) throws IOException {
        Entry entry = lookUp((bytes, buffer, found) -> LibC.getgrgid_r((int) gid, bytes, buffer, buffer.size(), found));
        return entry == null ? null : entry.name();
    }

    /** The group that a login of the user would begin with; empty for a uid without a name. */
    public static OptionalLong primaryGroup(long uid) throws IOException {
        Entry entry = lookUp((bytes, buffer, found) -> LibC.getpwuid_r((int) uid, bytes, buffer, buffer.size(), found));
        return entry == null ? OptionalLong.empty() : OptionalLong.of(Integer.toUnsignedLong(entry.primaryGroup()));
    }

    /** The groups that a login of the user would have, its primary one among them; empty for a uid without a name. */
    public static long[] groupsOf(long uid) throws IOException {
        Entry entry = lookUp((bytes, buffer, found) -> LibC.getpwuid_r((int) uid, bytes, buffer, buffer.size(), found));
        if (entry == null) {
            return new long[0];
        }
        int[] count = {64};
        int[] groups = new int[count[0]];
        if (LibC.getgrouplist(entry.name(), entry.primaryGroup(), groups, count) < 0) {
            groups = new int[count[0]];
            LibC.getgrouplist(entry.name(), entry.primaryGroup(), groups, count);
        }
        return Arrays.stream(groups, 0, Math.min(count[0], groups.length))
                .mapToLong(Integer::toUnsignedLong)
                .toArray();
    }

    /** The name, the id at offset 16 and, in a {@code struct passwd}, the primary group behind it. */
    private record Entry(String name, int id, int primaryGroup) {}

    private interface Query {
        int run(byte[] entry, Memory buffer, long[] found);
    }

    /** A name that C would end early is another's. */
    private static boolean isCut(String name) {
        return name.indexOf('\0') >= 0;
    }

    private static OptionalLong toId(@Nullable Entry entry) {
        return entry == null ? OptionalLong.empty() : OptionalLong.of(Integer.toUnsignedLong(entry.id()));
    }

    private static @Nullable Entry lookUp(Query query) throws IOException {
        for (int size = SMALLEST_BUFFER; size <= LARGEST_BUFFER; size *= 4) {
            try (Memory buffer = new Memory(size)) {
                byte[] bytes = new byte[ENTRY_BYTES];
                long[] found = new long[1];
                int error = query.run(bytes, buffer, found);
                if (error == 0) {
                    return found[0] == 0 ? null : decode(bytes);
                }
                if (isNoSuchEntry(error)) {
                    return null;
                }
                if (error != Errno.ERANGE) {
                    throw new IOException("the name service failed: " + LibC.strerror(error));
                }
            }
        }
        throw new IOException("the name service's answer is larger than " + LARGEST_BUFFER + " bytes");
    }

    /** getpwnam(3): "0 or ENOENT or ESRCH or EBADF or EPERM or ... The given name was not found." */
    private static boolean isNoSuchEntry(int error) {
        return error == Errno.ENOENT || error == 3 || error == 9 || error == Errno.EPERM;
    }

    private static Entry decode(byte[] bytes) {
        ByteBuffer entry = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        Pointer name = new Pointer(entry.getLong(0));
        return new Entry(name.getString(0), entry.getInt(16), entry.getInt(20));
    }
}
