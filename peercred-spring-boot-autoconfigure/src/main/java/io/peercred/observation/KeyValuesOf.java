package io.peercred.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.observation.PeercredObservation.Keys;
import io.peercred.observation.PeercredObservation.PeerKeys;

/** The values that both sides' default conventions tag with. */
final class KeyValuesOf {

    /** Paths are any number. No endpoint can have this name. */
    private static final String ANY_PATH = "(path)";

    private KeyValuesOf() {}

    static String endpoint(Endpoint endpoint) {
        return endpoint.name().equals(endpoint.path()) ? ANY_PATH : endpoint.name();
    }

    static KeyValues result(String endpoint, Outcome outcome, @Nullable Throwable error) {
        return KeyValues.of(
                Keys.ENDPOINT.withValue(endpoint),
                Keys.OUTCOME.withValue(outcome.value()),
                Keys.EXCEPTION.withValue(error == null ? KeyValue.NONE_VALUE : name(error)));
    }

    private static String name(Throwable error) {
        if (error instanceof PeerRejectedException) { // Not which of its kinds, of which some are nobody's to know.
            return PeerRejectedException.class.getSimpleName();
        }
        String simple = error.getClass().getSimpleName();
        return simple.isEmpty() ? error.getClass().getName() : simple;
    }

    static KeyValues peer(@Nullable PeerCredentials peer) {
        if (peer == null) {
            return KeyValues.empty();
        }
        KeyValues values = KeyValues.of(PeerKeys.UID.withValue(Long.toString(peer.uid())));
        Long pid = peer.pid();
        return pid == null ? values : values.and(PeerKeys.PID.withValue(Long.toString(pid)));
    }
}
