package io.peercred.platform;

import java.nio.ByteBuffer;

/**
 * {@code struct ucred} of Linux as it stands in memory: three 32-bit words (unix(7)). Run on Linux, x86-64.
 *
 * @param pid signed; 0 where the process is outside our pid namespace
 * @param uid the bits of an unsigned number
 * @param gid the bits of an unsigned number
 */
public record Ucred(int pid, int uid, int gid) {

    static final int BYTES = 12;

    /** Reads what remains in the buffer, whose byte order is that of the machine it comes from. */
    static Ucred decode(ByteBuffer words) {
        return decode(words, words.position());
    }

    static Ucred decode(ByteBuffer words, int offset) {
        return new Ucred(words.getInt(offset), words.getInt(offset + 4), words.getInt(offset + 8));
    }

    void encode(ByteBuffer words, int offset) {
        words.putInt(offset, this.pid).putInt(offset + 4, this.uid).putInt(offset + 8, this.gid);
    }
}
