package io.peercred.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

/** A slice of control groups as systemd makes them, for processes to move into. Removed when closed. */
public final class UnitSlice implements AutoCloseable {

    private final Path slice;

    private UnitSlice(Path slice) {
        this.slice = slice;
    }

    /** Of this process's own name; takes root, and control groups that it may make. */
    public static UnitSlice make() throws IOException {
        Needs.root();
        UnitSlice made = new UnitSlice(
                systemds().resolve("peercredtest" + ProcessHandle.current().pid() + ".slice"));
        try {
            Files.createDirectory(made.slice);
        } catch (IOException ex) {
            Needs.require(false, "needs control groups that it may make: " + ex);
        }
        return made;
    }

    private static Path systemds() throws IOException {
        for (Path mount : List.of(Path.of("/sys/fs/cgroup"), Path.of("/sys/fs/cgroup/unified"))) {
            if (Files.isDirectory(mount) && Files.getFileStore(mount).type().equals("cgroup2")) {
                return mount;
            }
        }
        return Path.of("/sys/fs/cgroup/systemd");
    }

    /** A group in it, such as "backup.service"; made where there is none. */
    public Path group(String name) throws IOException {
        return Files.createDirectories(this.slice.resolve(name));
    }

    @Override
    public void close() throws IOException {
        if (Files.isDirectory(this.slice)) {
            remove(this.slice);
        }
    }

    /** A control group's own files cannot be deleted, and go with it. */
    private static void remove(Path group) throws IOException {
        List<Path> children;
        try (Stream<Path> entries = Files.list(group)) {
            children = entries.filter(Files::isDirectory).toList();
        }
        for (Path each : children) {
            remove(each);
        }
        Awaitility.await("its processes are gone").ignoreExceptions().until(() -> {
            Files.deleteIfExists(group);
            return true;
        });
    }
}
