package io.peercred.reliability.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.peercred.reliability.leaks.Occupied;

/** What this process must not hold any more when a sequence has ended. */
final class Leaks {

    /** Shared by all that comes; they end when nobody has needed them for ten seconds. */
    private static final List<String> LASTING = List.of("peercred-deadli", "peercred-reject", "commons-pool-ev");

    private final Path directory;
    private Occupied before;
    private List<String> filesBefore;
    private Set<String> socketsBefore = Set.of();

    Leaks(Path directory) throws IOException {
        this.directory = directory;
        this.before = now();
        this.filesBefore = openFiles();
    }

    private static Occupied now() throws IOException {
        return Occupied.of(ProcessHandle.current().pid()).without(LASTING);
    }

    /** Takes what there is as what may be there from now on, but of the product's threads none. */
    void startAgain() throws IOException {
        long descriptors;
        Occupied now = now();
        do {
            descriptors = now.descriptors();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            now = now();
        } while (now.descriptors() != descriptors);
        this.before = now.withThreadsOf(this.before, "peercred");
        this.filesBefore = openFiles();
    }

    /** The same after a failure, whose leavings are not the next one's. */
    void forgive() throws IOException {
        startAgain();
        this.socketsBefore = sockets();
    }

    /** Waits for what ends by itself, as long as this. */
    void check(Duration patience) throws IOException {
        if (!Waiting.comes(patience, () -> now().isNoMoreThan(this.before))) {
            List<String> more = openFiles();
            this.filesBefore.forEach(more::remove);
            throw new Violation("left are of descriptors " + more + ", of threads " + now().threads() + ", before "
                    + this.before.threads());
        }
        Set<String> sockets = sockets();
        sockets.removeAll(this.socketsBefore);
        Violation.unless(sockets.isEmpty(), "sockets are left: " + sockets);
        try (Stream<Path> files = Files.list(this.directory)) {
            List<Path> left = files.toList();
            Violation.unless(left.isEmpty(), "files are left: " + left);
        }
    }

    /** Those that are bound in the directory, or were, by any process. */
    private Set<String> sockets() throws IOException {
        try (Stream<String> all = Files.lines(Path.of("/proc/net/unix"))) {
            return all.filter(line -> line.contains(" " + this.directory + "/")).collect(Collectors.toSet());
        }
    }

    private static List<String> openFiles() throws IOException {
        List<String> open = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path each : descriptors.toList()) {
                if (Files.exists(each, LinkOption.NOFOLLOW_LINKS)) {
                    open.add(Files.readSymbolicLink(each).toString());
                }
            }
        }
        return open;
    }
}
