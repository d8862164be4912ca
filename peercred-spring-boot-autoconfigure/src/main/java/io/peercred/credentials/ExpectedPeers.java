package io.peercred.credentials;

import io.peercred.platform.PidFd;
import io.peercred.platform.UserNamespace;

/** Makes policies of what an endpoint expects by itself, without defaults. Thread-safe. */
public final class ExpectedPeers {

    private ExpectedPeers() {}

    /**
     * Who may be at the other end; {@link PeerPolicy#isEmpty() empty} where that is not said.
     *
     * @param prefix what stands before the keys, with its dot; may be empty
     */
    public static PeerPolicy policy(String prefix, Expectations expected) {
        UserNamespace namespace = UserNamespace.current();
        ExpectedIds ids = new ExpectedIds(namespace);
        return new PeerPolicy(ids.users(prefix, expected), ids.groups(prefix, expected), namespace);
    }

    /**
     * What is asked of the peer's process.
     *
     * @param prefix what stands before the keys, with its dot; may be empty
     * @param mustLive whether connections end with it
     */
    public static ProcessPolicy processPolicy(String prefix, Expectations expected, boolean mustLive) {
        return processPolicy(new ExpectedProcesses(PidFd::isSupported), prefix, expected, mustLive);
    }

    static ProcessPolicy processPolicy(
            ExpectedProcesses processes, String prefix, Expectations expected, boolean mustLive) {
        String executable = prefix + "expected-executable";
        String unit = prefix + "expected-unit";
        if (expected.executables() != null) {
            processes.requirePinning(executable);
        }
        if (expected.units() != null) {
            processes.requirePinning(unit);
        }
        if (mustLive) {
            processes.requirePinning(prefix + "close-when-peer-exits");
        }
        return new ProcessPolicy(
                ExpectedProcesses.executables(executable, expected.executables()),
                ExpectedProcesses.units(unit, expected.units()),
                mustLive);
    }
}
