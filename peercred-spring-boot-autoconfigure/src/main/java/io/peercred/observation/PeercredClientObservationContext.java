package io.peercred.observation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerCredentials;

/**
 * What is known of one call of the template. Not thread-safe; complete when the observation stops.
 *
 * <p>Its carrier takes what a trace's propagator writes.
 */
public final class PeercredClientObservationContext extends SenderContext<Map<String, String>> {

    private final Endpoint endpoint;
    private final Operation operation;
    private @Nullable PeerCredentials peer;
    private int requestSize = -1;
    private int replySize = -1;
    private Outcome outcome = Outcome.SUCCESS;

    /** What the template was asked to do. */
    public enum Operation {
        /** To send a message that has no reply. */
        SEND,
        /** To send a request and wait for its reply. */
        EXCHANGE,
        /** To hand a connection to the application's own code. */
        EXECUTE
    }

    /** Begins with what is known before the call. */
    public PeercredClientObservationContext(Endpoint endpoint, Operation operation) {
        super((carrier, key, value) -> Objects.requireNonNull(carrier).put(key, value), Kind.CLIENT);
        this.endpoint = endpoint;
        this.operation = operation;
        setCarrier(new LinkedHashMap<>());
    }

    /** The endpoint that is called; its name is its path where the template was given a path. */
    public Endpoint endpoint() {
        return this.endpoint;
    }

    /** The endpoint's NAME, or {@code (path)} for every one that is a path: few values, fit for a metric's tag. */
    public String endpointName() {
        return KeyValuesOf.endpoint(endpoint());
    }

    public Operation operation() {
        return this.operation;
    }

    /** Who answered or was rejected; null while that is not known. */
    public @Nullable PeerCredentials peer() {
        return this.peer;
    }

    /** Bytes of the request's payload; -1 where there was none. */
    public int requestSize() {
        return this.requestSize;
    }

    /** Bytes of the reply's payload; -1 where there was none. */
    public int replySize() {
        return this.replySize;
    }

    /** How it ended. */
    public Outcome outcome() {
        return this.outcome;
    }

    void peer(@Nullable PeerCredentials peer) {
        this.peer = peer;
    }

    void requestSize(int bytes) {
        this.requestSize = bytes;
    }

    void replySize(int bytes) {
        this.replySize = bytes;
    }

    void outcome(Outcome outcome) {
        this.outcome = outcome;
    }
}
