package io.peercred.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

import io.peercred.platform.NativeSupport;
import io.peercred.platform.PassedDescriptors;
import io.peercred.platform.PidFd;
import io.peercred.platform.UnixSockets;

/** What a test needs of the machine. Missing, it skips the test with the reason, or fails it where CI is true. */
public final class Needs {

    private static final List<String> DIRECTORIES =
            List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/lib/postgresql/15/bin");

    private Needs() {}

    /** The right to become other users. */
    public static void root() {
        require(NativeSupport.effectiveUid() == 0, "needs root, to start peers under other users");
    }

    /** A Python that every user may run. */
    public static void python() {
        require(Files.isExecutable(Path.of("/usr/bin/python3")), "needs /usr/bin/python3 as the other side");
    }

    /** A kernel that says which process a peer is. */
    public static void pinning() {
        require(PidFd.isSupported(), "needs Linux 6.5 or newer, to know which process a peer is");
    }

    /** A kernel by which descriptors can be refused. */
    public static void passRights() throws IOException {
        int fd = UnixSockets.open();
        try {
            require(PassedDescriptors.permit(fd, true), "needs Linux 6.16 or newer, to refuse descriptors");
        } finally {
            UnixSockets.close(fd);
        }
    }

    /** An installed program, by its name; returns where it is. */
    public static Path program(String name, String debianPackage) {
        return DIRECTORIES.stream()
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> {
                    require(false, "needs " + name + " (Debian package " + debianPackage + ")");
                    return Path.of(name);
                });
    }

    /** Whatever else, with the reason. */
    public static void require(boolean condition, String reason) {
        if (!condition && "true".equals(System.getenv("CI"))) {
            Assertions.fail("Not skipped, since CI is true: " + reason);
        }
        Assumptions.assumeTrue(condition, reason);
    }
}
