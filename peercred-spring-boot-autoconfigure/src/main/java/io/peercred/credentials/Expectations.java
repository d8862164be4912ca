package io.peercred.credentials;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Whom an endpoint expects, as it was written: each null where its key is not set, and empty where it is set to nothing.
 *
 * @param uids of {@code expected-uid}
 * @param users of {@code expected-user}
 * @param gids of {@code expected-gid}
 * @param groups of {@code expected-group}
 * @param executables of {@code expected-executable}
 * @param units of {@code expected-unit}
 */
public record Expectations(
        @Nullable List<String> uids,
        @Nullable List<String> users,
        @Nullable List<String> gids,
        @Nullable List<String> groups,
        @Nullable List<String> executables,
        @Nullable List<String> units) {

    /** Whether a key of the pair is set that says which users. */
    public boolean hasUsers() {
        return this.uids != null || this.users != null;
    }

    /** Whether a key of the pair is set that says which groups. */
    public boolean hasGroups() {
        return this.gids != null || this.groups != null;
    }
}
