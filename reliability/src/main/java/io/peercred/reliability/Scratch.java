package io.peercred.reliability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A directory for sockets, gone with its files when it is closed, or when the JVM is told to end. */
record Scratch(Path directory) implements AutoCloseable {

    private static final int TRIES = 50;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    static Scratch create() throws IOException {
        Scratch scratch = new Scratch(Files.createTempDirectory("peercred-reliability"));
        Runtime.getRuntime().addShutdownHook(new Thread(scratch::abandon, "scratch"));
        return scratch;
    }

    /** The processes that this one has started go first, since they make files there. */
    private void abandon() {
        for (int i = 0; i < TRIES && Files.exists(this.directory); i++) {
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            try {
                close();
            } catch (IOException | UncheckedIOException ex) {
                KilledServer.pause(PAUSE); // Other threads go on meanwhile.
            }
        }
    }

    @Override
    public void close() throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.walk(this.directory)) {
            left = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : left) {
            Files.deleteIfExists(path);
        }
    }
}
