package io.peercred.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The user namespace that this process lives in (user_namespaces(7)).
 *
 * @param mapsEveryId whether each id outside has one inside. Where not, the kernel shows the unmapped ones as the
 *     overflow id, the same for all of them
 * @param overflowUid the uid that stands for every unmapped one
 * @param overflowGid the gid that stands for every unmapped one
 */
public record UserNamespace(boolean mapsEveryId, long overflowUid, long overflowGid) {

    private static final long DEFAULT_OVERFLOW_ID = 65534;

    private static final String RANGE = "[0-9]{1,10}\\s+[0-9]{1,10}\\s+[0-9]{1,10}";

    /** Reads {@code /proc}; what cannot be read is taken for a namespace with unmapped ids. */
    public static UserNamespace current() {
        return new UserNamespace(
                isIdentity("/proc/self/uid_map") && isIdentity("/proc/self/gid_map"),
                overflowId("/proc/sys/kernel/overflowuid"),
                overflowId("/proc/sys/kernel/overflowgid"));
    }

    /** Whether somebody outside is shown by this uid inside (uid_map); what cannot be read maps nobody. */
    public static boolean isUidMapped(long uid) {
        return isMapped(uid, "/proc/self/uid_map");
    }

    /** The same of a group (gid_map). */
    public static boolean isGidMapped(long gid) {
        return isMapped(gid, "/proc/self/gid_map");
    }

    private static boolean isMapped(long id, String map) {
        try {
            return isMapped(id, Files.readAllLines(Path.of(map)));
        } catch (IOException ex) {
            return false;
        }
    }

    /** Each line is the first id inside, the first outside, and how many; another one maps nobody. */
    static boolean isMapped(long id, List<String> map) {
        return map.stream()
                .map(String::trim)
                .filter(line -> line.matches(RANGE))
                .anyMatch(line -> {
                    String[] range = line.split("\\s+");
                    long first = Long.parseLong(range[0]);
                    return id >= first && id - first < Long.parseLong(range[2]);
                });
    }

    /** Whether the uid stands for somebody whom this namespace does not know. */
    public boolean isUnmappedUid(long uid) {
        return !this.mapsEveryId && uid == this.overflowUid;
    }

    /** Whether the gid stands for a group that this namespace does not know. */
    public boolean isUnmappedGid(long gid) {
        return !this.mapsEveryId && gid == this.overflowGid;
    }

    /**
     * Whether these are the ids that the kernel gives for bytes of which it does not know who wrote them. Nobody who is
     * known by name is ever taken for it: a process without pid, user and group alike.
     */
    public boolean isUnknownWriter(Ucred writer) {
        return writer.pid() == 0
                && Integer.toUnsignedLong(writer.uid()) == this.overflowUid
                && Integer.toUnsignedLong(writer.gid()) == this.overflowGid;
    }

    private static boolean isIdentity(String map) {
        try {
            return isIdentity(Files.readAllLines(Path.of(map)));
        } catch (IOException ex) {
            return false;
        }
    }

    /** Whether each id is itself, but for the one that is "not set". */
    static boolean isIdentity(List<String> map) {
        return map.size() == 1 && map.get(0).trim().matches("0\\s+0\\s+4294967295");
    }

    private static long overflowId(String file) {
        // By one large read: the kernel answers once, and Files.readString asks for one byte first ("6").
        try (BufferedReader reader = Files.newBufferedReader(Path.of(file))) {
            return Long.parseLong(String.valueOf(reader.readLine()).trim());
        } catch (IOException | NumberFormatException ex) {
            return DEFAULT_OVERFLOW_ID;
        }
    }
}
