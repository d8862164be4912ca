package io.peercred.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Ids as the systems' structures hold them: unsigned words in the order of the buffer, which is the machine's. */
final class IdWords {

    private IdWords() {}

    /** The next id, 0 to 4294967295. */
    static long next(ByteBuffer words) {
        return Integer.toUnsignedLong(words.getInt());
    }

    /** The next {@code count} ids. */
    static List<Long> next(ByteBuffer words, int count) {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(next(words));
        }
        return List.copyOf(ids);
    }

    /** Says that a structure cannot be what it should be. */
    static void require(boolean condition, String structure, String problem) throws IOException {
        if (!condition) {
            throw new IOException("struct " + structure + ": " + problem);
        }
    }

    static void requireBytes(ByteBuffer words, int bytes, String structure) throws IOException {
        require(words.remaining() >= bytes, structure, words.remaining() + " bytes instead of " + bytes);
    }
}
