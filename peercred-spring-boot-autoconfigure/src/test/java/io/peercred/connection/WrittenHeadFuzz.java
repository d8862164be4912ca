package io.peercred.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import io.peercred.testing.Chunks;
import io.peercred.testing.FuzzInput;

import static io.peercred.testing.Oracle.require;
import static io.peercred.testing.Oracle.requireEqual;

/**
 * Whatever a propagator wrote: what of it a head can carry is read back, the rest stays behind. Input: lines, names and
 * values by turns.
 */
public final class WrittenHeadFuzz {

    private WrittenHeadFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        FuzzInput input = new FuzzInput(bytes);
        Map<String, String> headers = new LinkedHashMap<>();
        Map<String, String> carried = new LinkedHashMap<>();
        while (!input.isEmpty()) {
            String name = input.line();
            String value = input.line();
            headers.put(name, value);
            if (name.matches("[!-~]+") && value.matches("[ -~]*")) {
                carried.put(name, value);
            } else {
                carried.remove(name);
            }
        }
        ByteBuffer head = RequestHead.encode(headers);
        if (head == null) {
            require(carried.isEmpty() || bytes.length > RequestHead.MAX_LENGTH / 2, "nothing was written");
            return;
        }
        require(head.limit() - 4 <= RequestHead.MAX_LENGTH, "longer than a head may be");
        byte[] stream = Arrays.copyOf(head.array(), head.limit() + 4);
        Map<String, String> read = RequestHeadFuzz.read(Chunks.whole(stream), 1 << 14);
        require(read != null, "what was written is not read");
        if (bytes.length > RequestHead.MAX_LENGTH / 2) {
            require(carried.entrySet().containsAll(read.entrySet()), "read what was not written");
        } else {
            requireEqual(read, carried);
        }
    }
}
