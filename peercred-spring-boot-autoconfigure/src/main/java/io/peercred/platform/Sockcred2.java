package io.peercred.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * {@code struct sockcred2} of FreeBSD 13 and newer, which comes with every message once the receiver has asked for it
 * (LOCAL_CREDS_PERSISTENT, SCM_CREDS2, unix(4)); filled in by the kernel.
 *
 * <p>Made from the documented layout; never run on FreeBSD.
 *
 * @param pid the sender's
 * @param uid real, 0 to 4294967295
 * @param euid effective
 * @param gid real
 * @param egid effective
 * @param groups the supplementary ones
 */
public record Sockcred2(int pid, long uid, long euid, long gid, long egid, List<Long> groups) {

    static final int FIXED_BYTES = 28;

    /** Reads what remains in the buffer, whose byte order is that of the machine it comes from. */
    static Sockcred2 decode(ByteBuffer words) throws IOException {
        ByteBuffer own = words.slice().order(words.order());
        IdWords.requireBytes(own, FIXED_BYTES, "sockcred2");
        int version = own.getInt();
        IdWords.require(version == 0, "sockcred2", "version " + version + " is unknown");
        int pid = own.getInt();
        long uid = IdWords.next(own);
        long euid = IdWords.next(own);
        long gid = IdWords.next(own);
        long egid = IdWords.next(own);
        int count = own.getInt();
        IdWords.require(count >= 0 && count <= own.remaining() / Integer.BYTES, "sockcred2", count + " groups");
        return new Sockcred2(pid, uid, euid, gid, egid, IdWords.next(own, count));
    }
}
