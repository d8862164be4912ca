package io.peercred.autoconfigure;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.peercred.autoconfigure.PeercredProperties.Inbound;
import io.peercred.credentials.ProcessPolicy;

/** Reads {@code expected-executable}, {@code expected-unit} and {@code close-when-peer-exits}. */
final class ProcessPolicyResolver {

    private static final String EXECUTABLE = ".expected-executable";
    private static final String UNIT = ".expected-unit";

    private final EndpointProperties defaults;
    private final BooleanSupplier pinning;

    /**
     * Creates one.
     *
     * @param pinning whether the kernel can say which process a peer is
     */
    ProcessPolicyResolver(EndpointProperties defaults, BooleanSupplier pinning) {
        this.defaults = defaults;
        this.pinning = pinning;
    }

    /** What an endpoint asks of its peer's process; each key that it sets replaces the default's. */
    ProcessPolicy resolve(String prefix, EndpointProperties own) {
        Set<Path> commonExecutables = executables(PeercredProperties.PREFIX + EXECUTABLE, this.defaults);
        Set<String> commonUnits = units(PeercredProperties.PREFIX + UNIT, this.defaults);
        Set<Path> executables =
                own.getExpectedExecutable() == null ? commonExecutables : executables(prefix + EXECUTABLE, own);
        Set<String> units = own.getExpectedUnit() == null ? commonUnits : units(prefix + UNIT, own);
        boolean mustLive = own instanceof Inbound inbound && inbound.isCloseWhenPeerExits();
        if (!executables.isEmpty()) {
            requirePinning((own.getExpectedExecutable() == null ? PeercredProperties.PREFIX : prefix) + EXECUTABLE);
        }
        if (!units.isEmpty()) {
            requirePinning((own.getExpectedUnit() == null ? PeercredProperties.PREFIX : prefix) + UNIT);
        }
        if (mustLive) {
            requirePinning(prefix + ".close-when-peer-exits");
        }
        return new ProcessPolicy(executables, units, mustLive);
    }

    private void requirePinning(String property) {
        if (!this.pinning.getAsBoolean()) {
            throw new InvalidPeercredPropertyException(
                    property,
                    "the kernel does not say which process a peer is; that takes Linux 6.5 (SO_PEERPIDFD)",
                    "Remove the key, or run on a newer kernel.");
        }
    }

    private static Set<Path> executables(String property, EndpointProperties properties) {
        Set<Path> executables = new LinkedHashSet<>();
        for (String value : values(property, properties.getExpectedExecutable(), "/usr/bin/backup")) {
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

    private static InvalidPeercredPropertyException noExecutable(
            String property, String value, @Nullable Exception cause) {
        return new InvalidPeercredPropertyException(
                property,
                "'" + value + "' is not the absolute path of a file that is there",
                "Write the program that the peer runs, such as /usr/bin/backup; of a script, that is its interpreter.",
                cause);
    }

    private static Set<String> units(String property, EndpointProperties properties) {
        Set<String> units = new LinkedHashSet<>();
        for (String value : values(property, properties.getExpectedUnit(), "backup.service")) {
            if (!ProcessPolicy.isUnitName(value)) {
                throw new InvalidPeercredPropertyException(
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
            throw new InvalidPeercredPropertyException(
                    property,
                    "is set but empty, so that it expects nobody",
                    "Write what is expected, such as " + property + "=" + example
                            + ", or remove the key. A placeholder or an environment variable may be empty.");
        }
        return values;
    }
}
