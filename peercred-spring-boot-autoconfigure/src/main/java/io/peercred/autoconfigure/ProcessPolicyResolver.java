package io.peercred.autoconfigure;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.BooleanSupplier;

import io.peercred.autoconfigure.PeercredProperties.Inbound;
import io.peercred.credentials.ExpectedProcesses;
import io.peercred.credentials.ProcessPolicy;

/** Reads {@code expected-executable}, {@code expected-unit} and {@code close-when-peer-exits}. */
final class ProcessPolicyResolver {

    private static final String EXECUTABLE = ".expected-executable";
    private static final String UNIT = ".expected-unit";

    private final EndpointProperties defaults;
    private final ExpectedProcesses processes;

    /**
     * Creates one.
     *
     * @param pinning whether the kernel can say which process a peer is
     */
    ProcessPolicyResolver(EndpointProperties defaults, BooleanSupplier pinning) {
        this.defaults = defaults;
        this.processes = new ExpectedProcesses(pinning);
    }

    /** What an endpoint asks of its peer's process; each key that it sets replaces the default's. */
    ProcessPolicy resolve(String prefix, EndpointProperties own) {
        Set<Path> commonExecutables = ExpectedProcesses.executables(
                PeercredProperties.PREFIX + EXECUTABLE, this.defaults.getExpectedExecutable());
        Set<String> commonUnits =
                ExpectedProcesses.units(PeercredProperties.PREFIX + UNIT, this.defaults.getExpectedUnit());
        Set<Path> executables = own.getExpectedExecutable() == null
                ? commonExecutables
                : ExpectedProcesses.executables(prefix + EXECUTABLE, own.getExpectedExecutable());
        Set<String> units = own.getExpectedUnit() == null
                ? commonUnits
                : ExpectedProcesses.units(prefix + UNIT, own.getExpectedUnit());
        boolean mustLive = own instanceof Inbound inbound && inbound.isCloseWhenPeerExits();
        if (!executables.isEmpty()) {
            this.processes.requirePinning(
                    (own.getExpectedExecutable() == null ? PeercredProperties.PREFIX : prefix) + EXECUTABLE);
        }
        if (!units.isEmpty()) {
            this.processes.requirePinning((own.getExpectedUnit() == null ? PeercredProperties.PREFIX : prefix) + UNIT);
        }
        if (mustLive) {
            this.processes.requirePinning(prefix + ".close-when-peer-exits");
        }
        return new ProcessPolicy(executables, units, mustLive);
    }
}
