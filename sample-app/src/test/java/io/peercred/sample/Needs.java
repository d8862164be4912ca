package io.peercred.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

import io.peercred.platform.NativeSupport;

/** What a test needs of the machine. Missing, it skips the test with the reason, or fails it where CI is true. */
final class Needs {

    private Needs() {}

    /** The right to become other users. */
    static void root() {
        require(NativeSupport.effectiveUid() == 0, "needs root, to start processes under other users");
    }

    /** A Python that every user may run. */
    static void python() {
        require(Files.isExecutable(Path.of("/usr/bin/python3")), "needs /usr/bin/python3 as the other side");
    }

    /** An installed program. */
    static void program(String name, String debianPackage) {
        require(
                Files.isExecutable(Path.of("/usr/bin", name)),
                "needs " + name + " (Debian package " + debianPackage + ")");
    }

    /** A JDK that other users may run too. */
    static void javaFor(long uid) {
        root();
        try {
            int code = new ProcessBuilder(Program.as(uid, List.of(Program.JAVA, "-version")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            require(code == 0, "needs a JDK that uid " + uid + " may run, unlike " + Program.JAVA);
        } catch (IOException | InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    private static void require(boolean condition, String reason) {
        if (!condition && "true".equals(System.getenv("CI"))) {
            Assertions.fail("Not skipped, since CI is true: " + reason);
        }
        Assumptions.assumeTrue(condition, reason);
    }
}
