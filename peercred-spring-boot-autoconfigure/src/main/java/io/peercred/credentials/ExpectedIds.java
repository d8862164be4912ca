package io.peercred.credentials;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongPredicate;

import org.jspecify.annotations.Nullable;

import io.peercred.platform.NativeSupport;
import io.peercred.platform.UserDatabase;
import io.peercred.platform.UserNamespace;

/**
 * Reads {@code expected-uid}, {@code expected-user}, {@code expected-gid} and {@code expected-group}. What is wrong with
 * one is an {@link InvalidSettingException}. Thread-safe.
 */
public final class ExpectedIds {

    private static final long MAX = 4294967294L;

    private final UserNamespace namespace;

    /**
     * Creates one.
     *
     * @param namespace whose unmapped ids nobody can expect
     */
    public ExpectedIds(UserNamespace namespace) {
        this.namespace = namespace;
    }

    /**
     * The uids of {@code expected-uid} and {@code expected-user}; empty if neither is set.
     *
     * @param prefix what stands before the keys, with its dot; may be empty
     */
    public Set<Long> users(String prefix, Expectations expected) {
        Set<Long> uids = new LinkedHashSet<>();
        String byId = prefix + "expected-uid";
        for (String value : values(byId, expected.uids())) {
            uids.add(mapped(
                    byId,
                    value.equals("self") ? NativeSupport.effectiveUid() : id(byId, value, "expected-user"),
                    this.namespace::isUnmappedUid));
        }
        String byName = prefix + "expected-user";
        for (String value : values(byName, expected.users())) {
            uids.add(mapped(byName, uidOf(byName, value, "expected-uid"), this.namespace::isUnmappedUid));
        }
        return uids;
    }

    /**
     * The gids of {@code expected-gid} and {@code expected-group}; empty if neither is set.
     *
     * @param prefix what stands before the keys, with its dot; may be empty
     */
    public Set<Long> groups(String prefix, Expectations expected) {
        Set<Long> gids = new LinkedHashSet<>();
        String byId = prefix + "expected-gid";
        for (String value : values(byId, expected.gids())) {
            gids.add(mapped(byId, id(byId, value, "expected-group"), this.namespace::isUnmappedGid));
        }
        String byName = prefix + "expected-group";
        for (String value : values(byName, expected.groups())) {
            gids.add(mapped(byName, gidOf(byName, value, "expected-gid"), this.namespace::isUnmappedGid));
        }
        return gids;
    }

    /**
     * The ids that a word stands for: {@code uid:1001}, {@code uid:self}, {@code user:backup}, {@code gid:100} or
     * {@code group:ops}.
     *
     * @param property where it is written
     */
    public UserOrGroup userOrGroup(String property, String word) {
        int colon = word.indexOf(':');
        String value = word.substring(colon + 1);
        return switch (word.substring(0, colon + 1)) {
            case "uid:" ->
                UserOrGroup.user(mapped(
                        property,
                        value.equals("self") ? NativeSupport.effectiveUid() : id(property, value, "user:NAME"),
                        this.namespace::isUnmappedUid));
            case "user:" ->
                UserOrGroup.user(mapped(property, uidOf(property, value, "uid:NUMBER"), this.namespace::isUnmappedUid));
            case "gid:" ->
                UserOrGroup.group(mapped(property, id(property, value, "group:NAME"), this.namespace::isUnmappedGid));
            case "group:" ->
                UserOrGroup.group(
                        mapped(property, gidOf(property, value, "gid:NUMBER"), this.namespace::isUnmappedGid));
            default ->
                throw new InvalidSettingException(
                        property,
                        "'" + word + "' does not say of what kind it is",
                        "Write uid:NUMBER, uid:self, user:NAME, gid:NUMBER or group:NAME.");
        };
    }

    /** A uid by number or name, for {@code file-owner}. */
    public static @Nullable Long owner(String property, @Nullable String value) {
        if (value == null) {
            return null;
        }
        refuseBlank(property, value);
        return isDecimal(value) ? id(property, value, null) : uidOf(property, value, null);
    }

    /** A gid by number or name, for {@code file-group}. */
    public static @Nullable Long group(String property, @Nullable String value) {
        if (value == null) {
            return null;
        }
        refuseBlank(property, value);
        return isDecimal(value) ? id(property, value, null) : gidOf(property, value, null);
    }

    private static void refuseBlank(String property, String value) {
        if (value.isBlank()) {
            throw new InvalidSettingException(
                    property, "is set but empty", "Write a name or a number, or remove the key.");
        }
    }

    private static List<String> values(String property, @Nullable List<String> values) {
        if (values == null) {
            return List.of();
        }
        if (values.isEmpty() || values.stream().anyMatch(String::isBlank)) {
            throw new InvalidSettingException(
                    property,
                    "is set but empty, so that it expects nobody",
                    "Write who is expected, such as " + property + "="
                            + (property.endsWith("uid") ? "self" : property.endsWith("gid") ? "100" : "backup")
                            + ", or remove the key. A placeholder or an environment variable may be empty.");
        }
        return values;
    }

    private static boolean isDecimal(String value) {
        return value.matches("[0-9]+");
    }

    private static long id(String property, String value, @Nullable String keyForNames) {
        if (value.matches("0|[1-9][0-9]{0,9}") && Long.parseLong(value) <= MAX) {
            return Long.parseLong(value);
        }
        throw new InvalidSettingException(
                property,
                "'" + value + "' is not an id",
                "Write a decimal number from 0 to " + MAX + " without leading zeros"
                        + (property.endsWith("expected-uid") ? ", or self for the process's own" : "")
                        + (keyForNames == null ? "" : "; a name goes into " + keyForNames) + ".");
    }

    private static long uidOf(String property, String name, @Nullable String keyForNumbers) {
        try {
            return found(property, name, UserDatabase.uid(name), "user", "passwd", keyForNumbers);
        } catch (IOException ex) {
            throw nameServiceFailed(property, name, ex);
        }
    }

    private static long gidOf(String property, String name, @Nullable String keyForNumbers) {
        try {
            return found(property, name, UserDatabase.gid(name), "group", "group", keyForNumbers);
        } catch (IOException ex) {
            throw nameServiceFailed(property, name, ex);
        }
    }

    private static long found(
            String property,
            String name,
            OptionalLong id,
            String kind,
            String database,
            @Nullable String keyForNumbers) {
        return id.orElseThrow(() -> new InvalidSettingException(
                property,
                "the system knows no " + kind + " '" + name + "'",
                "Create the " + kind + ", or write one that 'getent " + database + "' finds"
                        + (isDecimal(name) && keyForNumbers != null ? "; a number goes into " + keyForNumbers : "")
                        + "."));
    }

    private static InvalidSettingException nameServiceFailed(String property, String name, IOException ex) {
        return new InvalidSettingException(
                property,
                "'" + name + "' could not be looked up: " + ex.getMessage(),
                "See to the system's name service (nsswitch.conf), or write the number.",
                ex);
    }

    private static long mapped(String property, long id, LongPredicate unmapped) {
        if (unmapped.test(id)) {
            throw new InvalidSettingException(
                    property,
                    id + " is the overflow id, which in this process's user namespace stands for every id that is not"
                            + " mapped into it",
                    "Map the peer's id into the namespace (/proc/self/uid_map, gid_map) and expect what it is inside.");
        }
        return id;
    }
}
