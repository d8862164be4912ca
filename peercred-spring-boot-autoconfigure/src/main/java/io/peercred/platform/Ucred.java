package io.peercred.platform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The kernel's {@code struct ucred} as it stands in memory: three 32-bit words (unix(7)).
 *
 * @param pid signed; 0 where the process is outside our pid namespace
 * @param uid the bits of an unsigned number
 * @param gid the bits of an unsigned number
 */
public record Ucred(int pid, int uid, int gid) {

    static final int BYTES = 12;

    static Ucred decode(byte[] bytes) {
        return decode(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()), 0);
    }

    static Ucred decode(ByteBuffer words, int offset) {
        return new Ucred(words.getInt(offset), words.getInt(offset + 4), words.getInt(offset + 8));
    }

    void encode(ByteBuffer words, int offset) {
        words.putInt(offset, this.pid).putInt(offset + 4, this.uid).putInt(offset + 8, this.gid);
    }
}
