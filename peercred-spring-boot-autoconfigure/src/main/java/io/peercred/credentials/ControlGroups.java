package io.peercred.credentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The hierarchy of control groups (cgroups(7)) that systemd tells its units by.
 *
 * @param unified whether that is the one of version 2, else the one of version 1 that is named "systemd"
 */
record ControlGroups(boolean unified) {

    private static final String VERSION_2 = "cgroup2";

    /** Where systemd mounts version 2: alone, beside version 1, and as its releases before 233 did. */
    private static final List<Path> VERSION_2_MOUNTS =
            List.of(Path.of("/sys/fs/cgroup"), Path.of("/sys/fs/cgroup/unified"), Path.of("/sys/fs/cgroup/systemd"));

    private static final Path FIRST_PROCESS = Path.of("/proc/1/cgroup");

    private static volatile @Nullable ControlGroups known;

    /** As mounted when it was first asked. */
    static ControlGroups current() throws IOException {
        ControlGroups current = known;
        if (current == null) {
            current = mounted();
            known = current;
        }
        return current;
    }

    static ControlGroups mounted() throws IOException {
        for (Path mount : VERSION_2_MOUNTS) {
            if (Files.isDirectory(mount) && Files.getFileStore(mount).type().equals(VERSION_2)) {
                return new ControlGroups(true);
            }
        }
        return new ControlGroups(false);
    }

    /** The path that a {@code /proc/PID/cgroup} says. */
    String path(Path file) throws IOException {
        return path(Files.readAllLines(file));
    }

    String path(List<String> lines) throws IOException {
        for (String line : lines) {
            String[] parts = line.split(":", 3); // Number, controllers, path.
            boolean ours = parts.length == 3
                    && (this.unified
                            ? parts[0].equals("0") && parts[1].isEmpty()
                            : List.of(parts[1].split(",")).contains("name=systemd"));
            if (ours) {
                return parts[2];
            }
        }
        throw new IOException("no control group in systemd's hierarchy");
    }

    /** The unit that a {@code /proc/PID/cgroup} says, or null. */
    @Nullable
    String unit(Path file) throws IOException {
        return unit(Files.readAllLines(file), Files.readAllLines(FIRST_PROCESS));
    }

    /**
     * The unit of a process.
     *
     * @param lines of the process
     * @param firstLines of process 1, the system manager, whose units are meant
     */
    @Nullable
    String unit(List<String> lines, List<String> firstLines) throws IOException {
        String root = root(path(firstLines));
        String path = path(lines);
        return path.equals(root) || path.startsWith(root + "/") ? SystemdUnit.of(path.substring(root.length())) : null;
    }

    /** systemd moves itself into a group of its own below its root; other first processes stay there. */
    private static String root(String first) {
        for (String own : List.of("/init.scope", "/system.slice", "/system")) {
            if (first.endsWith(own)) {
                return first.substring(0, first.length() - own.length());
            }
        }
        return first.equals("/") ? "" : first;
    }
}
