package io.peercred.credentials;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.PeerRejectedException.Reason;

/**
 * What {@code expected-executable}, {@code expected-unit} and {@code close-when-peer-exits} ask of the process that
 * connected or listens. It stands beside a policy and never is one.
 *
 * @param executables files of which the process must run one, by device and inode; empty where it may run any
 * @param units units of the system manager to one of which it must belong; empty where it may be anywhere
 * @param mustLive whether its connection ends when it exits
 */
public record ProcessPolicy(Set<Path> executables, Set<String> units, boolean mustLive) {

    /** Asks nothing. */
    public static final ProcessPolicy NONE = new ProcessPolicy(Set.of(), Set.of(), false);

    public ProcessPolicy {
        executables = Set.copyOf(executables);
        units = Set.copyOf(units);
    }

    /** Whether it asks nothing, so that the process need not be known. */
    public boolean isEmpty() {
        return this.executables.isEmpty() && this.units.isEmpty() && !this.mustLive;
    }

    /** Returns if the process is one that is expected. */
    void verify(PeerCredentials peer, @Nullable PeerProcess process, Endpoint endpoint) {
        if (isEmpty()) {
            return;
        }
        if (process == null) {
            throw new PeerRejectedException(Reason.PROCESS_UNKNOWN, peer, endpoint);
        }
        if (!this.executables.isEmpty()) {
            verifyExecutable(peer, process, endpoint);
        }
        if (!this.units.isEmpty()) {
            verifyUnit(peer, process, endpoint);
        }
    }

    private void verifyExecutable(PeerCredentials peer, PeerProcess process, Endpoint endpoint) {
        List<String> missing = new ArrayList<>();
        try {
            for (Path each : this.executables) {
                if (isThere(each, missing) && process.runs(each)) {
                    return;
                }
            }
            throw new PeerRejectedException(
                    Reason.EXECUTABLE_NOT_EXPECTED,
                    peer,
                    endpoint,
                    "expected " + names(this.executables)
                            + (missing.isEmpty()
                                    ? ""
                                    : " (of which cannot be opened: " + String.join(", ", missing) + ")")
                            + "; it runs what it calls " + printable(process.executable()),
                    null);
        } catch (PeerProcessException ex) {
            throw unknown(ex, Reason.EXECUTABLE_NOT_READABLE, peer, endpoint);
        }
    }

    /** A file that is not there is run by nobody; the others may be. */
    private static boolean isThere(Path file, List<String> missing) {
        if (file.toFile().exists()) {
            return true;
        }
        missing.add(file.toString());
        return false;
    }

    private void verifyUnit(PeerCredentials peer, PeerProcess process, Endpoint endpoint) {
        try {
            String unit = process.unit();
            if (unit == null || !this.units.contains(unit)) {
                throw new PeerRejectedException(
                        Reason.UNIT_NOT_EXPECTED,
                        peer,
                        endpoint,
                        "expected " + names(this.units) + "; it is in "
                                + (unit == null ? "no unit of the system manager" : unit),
                        null);
            }
        } catch (PeerProcessException ex) {
            throw unknown(ex, Reason.UNIT_NOT_READABLE, peer, endpoint);
        }
    }

    private static PeerRejectedException unknown(
            PeerProcessException failure, Reason notReadable, PeerCredentials peer, Endpoint endpoint) {
        Reason reason =
                switch (failure.reason()) {
                    case EXITED -> Reason.PROCESS_EXITED;
                    case OUTSIDE -> Reason.PROCESS_UNKNOWN;
                    case NOT_PERMITTED, UNREADABLE, CLOSED -> notReadable;
                };
        return new PeerRejectedException(reason, peer, endpoint, failure.getMessage(), failure);
    }

    /** The peer may have named its file for those who read the log. */
    private static String printable(Path name) {
        return name.toString().replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }

    private static String names(Set<?> expected) {
        return expected.stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new)).stream()
                .collect(Collectors.joining(" or "));
    }

    /** In words, such as "running /usr/bin/backup, in backup.service"; empty where it asks nothing. */
    public String describe() {
        List<String> words = new ArrayList<>();
        if (!this.executables.isEmpty()) {
            words.add("running " + names(this.executables));
        }
        if (!this.units.isEmpty()) {
            words.add("in " + names(this.units));
        }
        if (this.mustLive) {
            words.add("while its process lives");
        }
        return String.join(", ", words);
    }

    /** Whether processes may belong to a unit of this name: it has its type's suffix, and is no slice or template. */
    public static boolean isUnitName(String name) {
        return SystemdUnit.isUnit(name);
    }
}
