package io.peercred.credentials;

import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.peercred.platform.UserDatabase;

/**
 * Ids with their names, for people. Names decide nothing, so they may be some minutes old, and a failing name service
 * leaves the numbers.
 */
public final class Names {

    private static final int REMEMBERED = 256;
    private static final long NANOS = 60_000_000_000L;

    private static final Map<String, Remembered> CACHE =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
                    return size() > REMEMBERED;
                }
            });

    private record Remembered(Optional<String> name, long nanos) {}

    private interface LookUp {
        @Nullable
        String name(long id) throws IOException;
    }

    private Names() {}

    /** Such as "uid 1001 (bob)". */
    public static String user(long uid) {
        return "uid " + uid + suffix("u" + uid, uid, UserDatabase::userName);
    }

    /**
     * The user's name alone, or the number where it has none. A name that is itself a number is left out, since it would
     * be taken for another user's.
     */
    public static String nameOrUid(long uid) {
        return name("u" + uid, uid, UserDatabase::userName)
                .filter(name -> !name.matches("[0-9]*"))
                .orElseGet(() -> Long.toString(uid));
    }

    /** Such as "gid 100 (users)". */
    public static String group(long gid) {
        return "gid " + gid + suffix("g" + gid, gid, UserDatabase::groupName);
    }

    /** Such as "uid 0 (root) or uid 1001 (bob)". */
    public static String users(Collection<Long> uids) {
        return uids.stream().sorted().map(Names::user).collect(Collectors.joining(" or "));
    }

    /** Such as "gid 100 (users)". */
    public static String groups(Collection<Long> gids) {
        return gids.stream().sorted().map(Names::group).collect(Collectors.joining(" or "));
    }

    /** Such as "uid 1001 (bob), gid 100 (users), pid 4711". */
    public static String describe(PeerCredentials peer) {
        return user(peer.uid()) + ", " + group(peer.gid()) + ", "
                + (peer.pid() == null ? "pid unknown" : "pid " + peer.pid());
    }

    /** The user's name alone; null if it has none, or none can be told. */
    public static @Nullable String userName(long uid) {
        return name("u" + uid, uid, UserDatabase::userName).orElse(null);
    }

    /** The group's name alone; null if it has none, or none can be told. */
    public static @Nullable String groupName(long gid) {
        return name("g" + gid, gid, UserDatabase::groupName).orElse(null);
    }

    private static String suffix(String key, long id, LookUp lookUp) {
        return name(key, id, lookUp).map(name -> " (" + name + ")").orElse("");
    }

    private static Optional<String> name(String key, long id, LookUp lookUp) {
        Remembered known = CACHE.get(key);
        if (known == null || System.nanoTime() - known.nanos() > NANOS) {
            known = new Remembered(find(id, lookUp), System.nanoTime());
            CACHE.put(key, known);
        }
        return known.name();
    }

    private static Optional<String> find(long id, LookUp lookUp) {
        try {
            return Optional.ofNullable(lookUp.name(id));
        } catch (IOException ex) {
            return Optional.empty();
        }
    }
}
