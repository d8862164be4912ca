package io.peercred.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * {@code struct cmsgcred} of FreeBSD, which comes with a message whose sender asked for it (SCM_CREDS, unix(4)); filled in
 * by the kernel.
 *
 * <p>Made from the documented layout; never run on FreeBSD.
 *
 * @param pid the sender's
 * @param uid real, 0 to 4294967295
 * @param euid effective
 * @param gid real
 * @param groups the effective one first; at most 16, further ones are missing
 */
public record Cmsgcred(int pid, long uid, long euid, long gid, List<Long> groups) {

    static final int GROUPS = 16;
    static final int BYTES = 20 + GROUPS * Integer.BYTES;

    /** Reads what remains in the buffer, whose byte order is that of the machine it comes from. */
    static Cmsgcred decode(ByteBuffer words) throws IOException {
        ByteBuffer own = words.slice().order(words.order());
        IdWords.requireBytes(own, BYTES, "cmsgcred");
        int pid = own.getInt();
        long uid = IdWords.next(own);
        long euid = IdWords.next(own);
        long gid = IdWords.next(own);
        int count = own.getShort();
        IdWords.require(count >= 0 && count <= GROUPS, "cmsgcred", count + " groups");
        own.getShort(); // Padding.
        return new Cmsgcred(pid, uid, euid, gid, IdWords.next(own, count));
    }
}
