package io.peercred.platform;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * {@code struct unpcbid} of NetBSD, the answer to LOCAL_PEEREID (unix(4)): effective ids.
 *
 * <p>Made from the documented layout; never run on NetBSD.
 *
 * @param pid of who connected or bound
 * @param uid 0 to 4294967295
 * @param gid 0 to 4294967295
 */
public record Unpcbid(int pid, long uid, long gid) {

    static final int BYTES = 12;

    /** Reads what remains in the buffer, whose byte order is that of the machine it comes from. */
    static Unpcbid decode(ByteBuffer words) throws IOException {
        ByteBuffer own = words.slice().order(words.order());
        IdWords.requireBytes(own, BYTES, "unpcbid");
        return new Unpcbid(own.getInt(), IdWords.next(own), IdWords.next(own));
    }
}
