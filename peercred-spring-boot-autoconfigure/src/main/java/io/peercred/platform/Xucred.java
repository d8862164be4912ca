package io.peercred.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * {@code struct xucred} of macOS and FreeBSD, the answer to LOCAL_PEERCRED (unix(4)): effective ids.
 *
 * <p>Made from the documented layouts of 64-bit systems; never run on either system. macOS ends behind the groups and
 * gives the process by LOCAL_PEERPID; FreeBSD has it, since 13, behind four bytes of padding.
 *
 * @param uid 0 to 4294967295
 * @param groups the primary one first; at most 16
 * @param pid null where the structure has none
 */
public record Xucred(long uid, List<Long> groups, @Nullable Integer pid) {

    static final int GROUPS = 16;
    static final int DARWIN_BYTES = 12 + GROUPS * Integer.BYTES;
    static final int FREEBSD_BYTES = 88;
    private static final int PID_OFFSET = 80;

    /** Reads what remains in the buffer, whose byte order is that of the machine it comes from. */
    static Xucred decode(ByteBuffer words) throws IOException {
        ByteBuffer own = words.slice().order(words.order());
        IdWords.requireBytes(own, DARWIN_BYTES, "xucred");
        int version = own.getInt();
        IdWords.require(version == 0, "xucred", "version " + version + " is unknown");
        long uid = IdWords.next(own);
        int count = own.getShort();
        IdWords.require(count >= 1 && count <= GROUPS, "xucred", count + " groups");
        own.getShort(); // Padding.
        List<Long> groups = IdWords.next(own, count);
        int pid = own.limit() < FREEBSD_BYTES ? 0 : own.getInt(PID_OFFSET);
        return new Xucred(uid, groups, pid > 0 ? pid : null);
    }
}
