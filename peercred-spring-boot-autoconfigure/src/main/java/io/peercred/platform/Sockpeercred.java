package io.peercred.platform;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * {@code struct sockpeercred} of OpenBSD, the answer to SO_PEERCRED (getsockopt(2)): effective ids.
 *
 * <p>Made from the documented layout, whose words stand in another order than Linux's; never run on OpenBSD.
 *
 * @param uid 0 to 4294967295
 * @param gid 0 to 4294967295
 * @param pid of who connected or listened
 */
public record Sockpeercred(long uid, long gid, int pid) {

    static final int BYTES = 12;

    /** Reads what remains in the buffer, whose byte order is that of the machine it comes from. */
    static Sockpeercred decode(ByteBuffer words) throws IOException {
        ByteBuffer own = words.slice().order(words.order());
        IdWords.requireBytes(own, BYTES, "sockpeercred");
        return new Sockpeercred(IdWords.next(own), IdWords.next(own), own.getInt());
    }
}
