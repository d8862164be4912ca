package io.peercred.credentials;

import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Which unit of systemd's system manager a control group belongs to, by the semantics of sd_pid_get_unit(3): behind the
 * slices the first name is the unit's. What is below it is its own business, such as the units of a user's manager, which
 * all belong to {@code user@UID.service}, and those of a container.
 */
final class SystemdUnit {

    private static final String SLICE = ".slice";

    private static final int LONGEST = 255;

    private static final Set<String> TYPES = Set.of(
            "service", "socket", "target", "device", "mount", "automount", "swap", "timer", "path", "slice", "scope");

    /** systemd.unit(5). */
    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9:_.\\\\-]+(@[A-Za-z0-9:_.\\\\@-]+)?");

    private SystemdUnit() {}

    /**
     * The unit of a control group.
     *
     * @param path from the root of the system manager
     * @return null if it belongs to none
     */
    static @Nullable String of(String path) {
        for (String each : path.split("/")) {
            if (each.isEmpty()) {
                continue;
            }
            String name = unescape(each);
            if (!isSlice(name)) {
                return isUnit(name) ? name : null;
            }
        }
        return null;
    }

    /** systemd sets an underscore before a name that the kernel has another use for, such as "_cpu.service". */
    private static String unescape(String name) {
        return name.startsWith("_") ? name.substring(1) : name;
    }

    private static boolean isSlice(String name) {
        return name.endsWith(SLICE) && name.indexOf('@') < 0 && isName(name);
    }

    /** Whether a process may belong to a unit of this name: a plain one or an instance, and no slice. */
    static boolean isUnit(String name) {
        return !name.endsWith(SLICE) && isName(name);
    }

    private static boolean isName(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0
                && name.length() <= LONGEST
                && TYPES.contains(name.substring(dot + 1))
                && CHARACTERS.matcher(name.substring(0, dot)).matches();
    }
}
