package io.peercred.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.peercred.testing.FuzzInput;

import static io.peercred.testing.Oracle.require;
import static io.peercred.testing.Oracle.requireEqual;

/**
 * Whether a process is exiting is the kernel's word, not that of whoever named it. Input: whether the rest is the whole
 * file or a name; flags; the rest.
 */
public final class ProcessStatFuzz {

    private ProcessStatFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        boolean whole = input.flag();
        long flags = Integer.toUnsignedLong(input.nextInt());
        String rest = new String(input.rest(), StandardCharsets.ISO_8859_1);
        String stat = whole ? rest : "42 (" + rest + ") S 1 42 42 0 -1 " + flags + " 100 0 0 0\n";
        try {
            boolean exiting = ProcessStat.isExiting(stat);
            require(whole || exiting == ((flags & 4) == 4), "exiting: " + exiting + " by flags " + flags);
        } catch (IOException ex) {
            require(whole, "not understood");
            requireEqual(ex.getMessage(), "/proc/PID/stat is not understood");
        }
    }
}
