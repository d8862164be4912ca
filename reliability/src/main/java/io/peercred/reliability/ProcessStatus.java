package io.peercred.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process of ours occupies, by proc(5).
 *
 * @param descriptors open ones
 * @param threads of the kernel, the JVM's own included
 * @param rssKib resident memory
 */
record ProcessStatus(long descriptors, long threads, long rssKib) {

    static ProcessStatus of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return new ProcessStatus(open.count(), number(process, "Threads"), number(process, "VmRSS"));
        }
    }

    static ProcessStatus ofThis() throws IOException {
        return of(ProcessHandle.current().pid());
    }

    private static long number(Path process, String key) throws IOException {
        return Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow(() -> new IOException(process + " has no " + key));
    }
}
