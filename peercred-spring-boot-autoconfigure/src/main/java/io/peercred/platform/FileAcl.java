package io.peercred.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.sun.jna.LastErrorException;
import org.jspecify.annotations.Nullable;

/**
 * The access control list that a file has beside its mode (acl(5)).
 *
 * @param entries in the kernel's order: owner, users, owning group, groups, mask, others
 */
record FileAcl(List<Entry> entries) {

    private static final String ATTRIBUTE = "system.posix_acl_access";
    private static final int VERSION = 2;
    private static final int ENTRY_BYTES = 8;
    /** The largest value of any extended attribute. */
    private static final int MAX_BYTES = 1 << 16;

    private static final int OWNER = 0x01;
    private static final int USER = 0x02;
    private static final int OWNING_GROUP = 0x04;
    private static final int GROUP = 0x08;
    private static final int MASK = 0x10;
    private static final int OTHERS = 0x20;

    /** What one of them may do. */
    record Entry(int tag, int permissions, long id) {}

    /** Of what the path leads to; null where it has none but its mode. */
    static @Nullable FileAcl of(Path path) throws IOException {
        byte[] value = new byte[MAX_BYTES];
        try {
            int length = (int) LibC.getxattr(path.toString(), ATTRIBUTE, value, value.length);
            return decode(ByteBuffer.wrap(value, 0, length).order(ByteOrder.LITTLE_ENDIAN));
        } catch (LastErrorException ex) {
            if (ex.getErrorCode() == Errno.ENODATA || ex.getErrorCode() == Errno.EOPNOTSUPP) {
                return null;
            }
            throw new NativeCallException("getxattr " + ATTRIBUTE + " " + path, ex);
        }
    }

    static FileAcl decode(ByteBuffer value) throws IOException {
        if (value.remaining() < Integer.BYTES || value.getInt() != VERSION) {
            throw new IOException("an access control list of an unknown version");
        }
        List<Entry> entries = new ArrayList<>();
        while (value.remaining() >= ENTRY_BYTES) {
            entries.add(new Entry(value.getShort(), value.getShort(), Integer.toUnsignedLong(value.getInt())));
        }
        return new FileAcl(entries);
    }

    /** As the kernel decides, of somebody who is in these groups and no other. */
    boolean permits(int permission, FileStatus file, long uid, Set<Long> groups) {
        boolean inAGroup = false;
        for (Entry each : this.entries) {
            switch (each.tag()) {
                case OWNER -> {
                    if (file.uid() == uid) {
                        return (each.permissions() & permission) != 0;
                    }
                }
                case USER -> {
                    if (each.id() == uid) {
                        return (each.permissions() & mask() & permission) != 0;
                    }
                }
                case OWNING_GROUP, GROUP -> {
                    if (groups.contains(each.tag() == GROUP ? each.id() : file.gid())) {
                        inAGroup = true;
                        if ((each.permissions() & permission) != 0) {
                            return (mask() & permission) != 0;
                        }
                    }
                }
                case OTHERS -> {
                    return !inAGroup && (each.permissions() & permission) != 0;
                }
                default -> {}
            }
        }
        return false;
    }

    private int mask() {
        return this.entries.stream()
                .filter(each -> each.tag() == MASK)
                .mapToInt(Entry::permissions)
                .findFirst()
                .orElse(07);
    }

    /** The groups that it names. */
    List<Long> groups() {
        return this.entries.stream()
                .filter(each -> each.tag() == GROUP)
                .map(Entry::id)
                .toList();
    }
}
