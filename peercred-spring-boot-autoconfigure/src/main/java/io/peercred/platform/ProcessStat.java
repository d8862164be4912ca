package io.peercred.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code /proc/PID/stat} says of a process's first thread (proc_pid_stat(5)). Run on Linux, x86-64. */
public final class ProcessStat {

    /** PF_EXITING of linux/sched.h: set before the thread gives up its memory, and with it its program. */
    private static final long EXITING = 0x4;

    /** Among the fields that follow the name. */
    private static final int FLAGS = 6;

    private ProcessStat() {}

    /**
     * Whether the thread is on its way out or has ended. Its process may not have exited yet: the system reports that
     * only after the last thread has given up its memory.
     *
     * @param stat such as {@code /proc/1/stat}; anybody may read it
     */
    public static boolean isExiting(Path stat) throws IOException {
        return isExiting(Files.readString(stat, StandardCharsets.ISO_8859_1));
    }

    /** The name stands in parentheses, and its owner may have put anything in there. */
    static boolean isExiting(String stat) throws IOException {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
        try {
            return (Long.parseLong(fields[FLAGS]) & EXITING) != 0;
        } catch (NumberFormatException | IndexOutOfBoundsException ex) {
            throw new IOException("/proc/PID/stat is not understood", ex);
        }
    }
}
