package io.peercred.credentials;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Reads {@code expected-executable} and {@code expected-unit}. What is wrong with one is an {@link
 * InvalidSettingException}. Thread-safe.
 */
public final class ExpectedProcesses {

    private final BooleanSupplier pinning;

    /**
     * Creates one.
     *
     * @param pinning whether the kernel can say which process a peer is
     */
    public ExpectedProcesses(BooleanSupplier pinning) {
        this.pinning = pinning;
    }

    /** Says so where the kernel cannot tell which process a peer is. */
    public void requirePinning(String property) {
        if (!this.pinning.getAsBoolean()) {
            throw new InvalidSettingException(
                    property,
                    "the kernel does not say which process a peer is; that takes Linux 6.5 (SO_PEERPIDFD)",
                    "Remove the key, or run on a newer kernel.");
        }
    }

    /** The files of {@code expected-executable}; empty if it is not set. */
    public static Set<Path> executables(String property, @Nullable List<String> expected) {
        Set<Path> executables = new LinkedHashSet<>();
        for (String value : values(property, expected, "/usr/bin/backup")) {
            executables.add(executable(property, value));
        }
        return executables;
    }

    private static Path executable(String property, String value) {
        Path path;
        try {
            path = Path.of(value);
        } catch (InvalidPathException ex) {
            throw noExecutable(property, value, ex);
        }
        if (!path.isAbsolute() || !Files.isRegularFile(path)) {
            throw noExecutable(property, value, null);
        }
        return path;
    }

    private static InvalidSettingException noExecutable(String property, String value, @Nullable Exception cause) {
        return new InvalidSettingException(
                property,
                "'" + value + "' is not the absolute path of a file that is there",
                "Write the program that the peer runs, such as /usr/bin/backup; of a script, that is its interpreter.",
                cause);
    }

    /** The names of {@code expected-unit}; empty if it is not set. */
    public static Set<String> units(String property, @Nullable List<String> expected) {
        Set<String> units = new LinkedHashSet<>();
        for (String value : values(property, expected, "backup.service")) {
            if (!ProcessPolicy.isUnitName(value)) {
                throw new InvalidSettingException(
                        property,
                        "'" + value + "' is not the name of a unit that a process belongs to",
                        "Write it with its suffix, such as backup.service or backup@daily.service; not a slice, nor a"
                                + " template.");
            }
            units.add(value);
        }
        return units;
    }

    private static List<String> values(String property, @Nullable List<String> values, String example) {
        if (values == null) {
            return List.of();
        }
        if (values.isEmpty() || values.stream().anyMatch(String::isBlank)) {
            throw new InvalidSettingException(
                    property,
                    "is set but empty, so that it expects nobody",
                    "Write what is expected, such as " + property + "=" + example
                            + ", or remove the key. A placeholder or an environment variable may be empty.");
        }
        return values;
    }
}
