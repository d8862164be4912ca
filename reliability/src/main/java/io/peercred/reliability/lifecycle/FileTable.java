package io.peercred.reliability.lifecycle;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;

/** This process's table of open files, which can be filled for a while. */
final class FileTable {

    private static final int RLIMIT_NOFILE = 7;

    private final Memory usual = new Memory(2L * Long.BYTES);
    private final Deque<FileInputStream> fill = new ArrayDeque<>();
    private boolean full;

    FileTable() throws IOException {
        call("getrlimit", this.usual);
    }

    boolean isFull() {
        return this.full;
    }

    /** Lowers the limit to what is open, and opens what still can be. */
    void exhaust() throws IOException {
        long highest;
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            highest = open.mapToLong(path -> Long.parseLong(path.getFileName().toString()))
                    .max()
                    .orElseThrow();
        }
        Memory lowered = new Memory(2L * Long.BYTES);
        lowered.setLong(0, highest + 1);
        lowered.setLong(Long.BYTES, this.usual.getLong(Long.BYTES));
        call("setrlimit", lowered);
        this.full = true;
        while (openOne()) {
            Violation.unless(this.fill.size() <= highest, "the limit of descriptors is none");
        }
    }

    private boolean openOne() {
        try {
            this.fill.add(new FileInputStream("/dev/null"));
            return true;
        } catch (IOException ex) {
            return false;
        }
    }

    void relieve() throws IOException {
        if (this.full) {
            call("setrlimit", this.usual);
            this.full = false;
        }
        while (!this.fill.isEmpty()) {
            this.fill.remove().close();
        }
    }

    private static void call(String function, Memory limit) throws IOException {
        Object[] arguments = {RLIMIT_NOFILE, limit};
        if (NativeLibrary.getInstance("c").getFunction(function).invokeInt(arguments) != 0) {
            throw new IOException(function + " failed");
        }
    }
}
