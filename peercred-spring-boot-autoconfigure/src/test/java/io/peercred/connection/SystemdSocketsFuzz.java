package io.peercred.connection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.peercred.testing.FuzzInput;

import static io.peercred.testing.Oracle.require;
import static io.peercred.testing.Oracle.requireEqual;
import static io.peercred.testing.Oracle.requireOneLine;

/**
 * Whatever stands in the environment: a descriptor of those that were announced for this process, and no other than the
 * one that bears the name, or a reason in one line. Input: which variables there are, whether the endpoint is the only
 * one, then, each ended by a zero, LISTEN_FDS, LISTEN_PID, LISTEN_FDNAMES.
 */
public final class SystemdSocketsFuzz {

    private SystemdSocketsFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        int present = input.next();
        boolean only = input.flag();
        Map<String, String> environment = new HashMap<>();
        int bit = 1;
        for (String variable : List.of("LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES")) {
            String value = input.part();
            if ((present & bit) != 0) {
                environment.put(variable, value);
            }
            bit <<= 1;
        }
        try {
            int descriptor = new SystemdSockets(environment, 42).descriptor("clock", only);
            requireEqual(environment.get("LISTEN_PID"), "42");
            int count = Integer.parseInt(String.valueOf(environment.get("LISTEN_FDS")));
            require(descriptor >= 3 && descriptor < 3 + count, "descriptor " + descriptor + " of " + count);
            requireEqual(descriptor, expected(environment.get("LISTEN_FDNAMES"), count, only));
        } catch (InheritedSocketException ex) {
            requireOneLine(String.valueOf(ex.getMessage()));
        }
    }

    private static int expected(String value, int count, boolean only) {
        List<String> names = value == null ? List.of() : new ArrayList<>(Arrays.asList(value.split(":", -1)));
        require(value == null || names.size() == count, "names for others");
        for (String name : List.of("clock", "clock.socket")) {
            if (names.contains(name)) {
                requireEqual(names.indexOf(name), names.lastIndexOf(name));
                return 3 + names.indexOf(name);
            }
        }
        require(only && count == 1, "a descriptor that is not said to be this endpoint's");
        return 3;
    }
}
