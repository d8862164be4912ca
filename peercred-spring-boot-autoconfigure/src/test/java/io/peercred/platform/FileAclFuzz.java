package io.peercred.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import io.peercred.testing.FuzzInput;

import static io.peercred.testing.Oracle.require;
import static io.peercred.testing.Oracle.requireEqual;

/**
 * An access control list permits what acl(5) says ("access check algorithm"), for one permission at a time. Input: owner,
 * owning group, user, permission, two groups, the attribute.
 */
public final class FileAclFuzz {

    private static final byte[] VERSION = {2, 0, 0, 0};

    private FileAclFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        FileStatus file = new FileStatus(0, 0, 0140000 | input.next(), input.next(), input.next());
        long uid = input.next();
        int permission = 1 << input.choice(3);
        Set<Long> groups = new HashSet<>(Set.of((long) input.next()));
        groups.add((long) input.next());
        byte[] attribute = input.rest();
        FileAcl list;
        try {
            list = FileAcl.decode(ByteBuffer.wrap(attribute).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException ex) {
            boolean known = attribute.length >= 4 && Arrays.equals(attribute, 0, 4, VERSION, 0, 4);
            require(!known, "refused: " + ex.getMessage());
            return;
        }
        requireEqual(list.entries().size(), (attribute.length - 4) / 8);
        if (isSorted(list)) {
            requireEqual(list.permits(permission, file, uid, groups), permits(list, permission, file, uid, groups));
        }
    }

    /** As the kernel has them, each of owner, owning group, mask and others once at most. */
    private static boolean isSorted(FileAcl list) {
        int last = 0;
        for (FileAcl.Entry each : list.entries()) {
            boolean several = each.tag() == 0x02 || each.tag() == 0x08;
            if (Integer.bitCount(each.tag()) != 1
                    || each.tag() > 0x20
                    || each.tag() < last
                    || each.tag() == last && !several) {
                return false;
            }
            last = each.tag();
        }
        return true;
    }

    private static boolean permits(FileAcl list, int permission, FileStatus file, long uid, Set<Long> groups) {
        int mask = 0xFFFF;
        for (FileAcl.Entry each : list.entries()) {
            mask = each.tag() == 0x10 ? each.permissions() : mask;
        }
        boolean member = false;
        boolean memberMay = false;
        for (FileAcl.Entry each : list.entries()) {
            boolean may = (each.permissions() & permission) == permission;
            boolean mayBehindMask = may && (mask & permission) == permission;
            if (each.tag() == 0x01 && file.uid() == uid) {
                return may;
            }
            if (each.tag() == 0x02 && each.id() == uid) {
                return mayBehindMask;
            }
            if (each.tag() == 0x04 && groups.contains(file.gid()) || each.tag() == 0x08 && groups.contains(each.id())) {
                member = true;
                memberMay |= mayBehindMask;
            }
            if (each.tag() == 0x20) {
                return member ? memberMay : may;
            }
        }
        return member && memberMay;
    }
}
