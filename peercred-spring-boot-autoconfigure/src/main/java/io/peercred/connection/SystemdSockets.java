package io.peercred.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.peercred.connection.InheritedSocketException.Reason;
import io.peercred.credentials.OneLine;

/**
 * The descriptors that systemd, or who speaks its protocol, passed to this process (sd_listen_fds(3)): {@code LISTEN_FDS}
 * many from 3 on, named by {@code LISTEN_FDNAMES}, meant for the process {@code LISTEN_PID}.
 */
public final class SystemdSockets {

    private static final int FIRST = 3;

    /** More than any process can have open by default. */
    private static final int MOST = 1 << 20;

    private final Map<String, String> environment;
    private final long pid;

    /** Those of this process. */
    public SystemdSockets() {
        this(System.getenv(), ProcessHandle.current().pid());
    }

    /**
     * Those that an environment describes.
     *
     * @param pid of the process that the environment is of
     */
    SystemdSockets(Map<String, String> environment, long pid) {
        this.environment = environment;
        this.pid = pid;
    }

    /**
     * The socket of an endpoint: the one that bears its NAME, else {@code NAME.socket}, else the only one.
     *
     * @param only whether no other endpoint takes a socket from here, so that a single one is its own by any name
     */
    public InheritedSocket socket(String endpoint, boolean only) throws InheritedSocketException {
        return InheritedSocket.of(endpoint, descriptor(endpoint, only));
    }

    int descriptor(String endpoint, boolean only) throws InheritedSocketException {
        int count = count(endpoint);
        List<String> names = names(endpoint, count);
        for (String name : List.of(endpoint, endpoint + ".socket")) {
            List<Integer> found = new ArrayList<>();
            for (int i = 0; names != null && i < names.size(); i++) {
                if (names.get(i).equals(name)) {
                    found.add(FIRST + i);
                }
            }
            if (found.size() > 1) {
                throw new InheritedSocketException(
                        Reason.AMBIGUOUS, endpoint, "the descriptors " + found + " are all named '" + name + "'", null);
            }
            if (found.size() == 1) {
                return found.get(0);
            }
        }
        if (only && count == 1) {
            return FIRST;
        }
        throw new InheritedSocketException(
                Reason.AMBIGUOUS,
                endpoint,
                count + (count == 1 ? " was" : " were") + " passed, "
                        + (names == null ? "without names" : "named " + names) + ", none of which is named '" + endpoint
                        + "' or '" + endpoint + ".socket'",
                null);
    }

    private int count(String endpoint) throws InheritedSocketException {
        String fds = this.environment.get("LISTEN_FDS");
        String forPid = this.environment.get("LISTEN_PID");
        if (fds == null || forPid == null) {
            throw new InheritedSocketException(
                    Reason.MISSING,
                    endpoint,
                    "the environment has no " + (fds == null ? "LISTEN_FDS" : "LISTEN_PID")
                            + ", so that nobody passed one",
                    null);
        }
        if (!forPid.equals(Long.toString(this.pid))) {
            throw new InheritedSocketException(
                    Reason.OTHER_PROCESS,
                    endpoint,
                    "LISTEN_PID says that they were passed to process " + OneLine.of(forPid) + ", and this one is "
                            + this.pid,
                    null);
        }
        int count = fds.matches("[0-9]{1,7}") ? Integer.parseInt(fds) : -1;
        if (count < 1 || count > MOST) {
            throw new InheritedSocketException(
                    count == 0 ? Reason.MISSING : Reason.MALFORMED,
                    endpoint,
                    "LISTEN_FDS is '" + OneLine.of(fds) + "'",
                    null);
        }
        return count;
    }

    private @Nullable List<String> names(String endpoint, int count) throws InheritedSocketException {
        String value = this.environment.get("LISTEN_FDNAMES");
        if (value == null) {
            return null;
        }
        List<String> names = List.of(OneLine.of(value).split(":", -1));
        if (names.size() != count) {
            throw new InheritedSocketException(
                    Reason.MALFORMED,
                    endpoint,
                    "LISTEN_FDS announces " + count + ", but LISTEN_FDNAMES names " + names.size() + ": " + names,
                    null);
        }
        return names;
    }
}
