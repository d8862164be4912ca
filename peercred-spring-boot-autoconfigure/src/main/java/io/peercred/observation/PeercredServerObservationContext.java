package io.peercred.observation;

import java.util.Map;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;

import io.peercred.connection.InboundRequest;
import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerCredentials;

/** What is known of one request that an inbound gateway handles. Not thread-safe; complete when the observation stops. */
public final class PeercredServerObservationContext extends ReceiverContext<Map<String, String>> {

    private final InboundRequest request;
    private int replySize = -1;
    private Outcome outcome = Outcome.SUCCESS;

    /** Begins with what came. */
    public PeercredServerObservationContext(InboundRequest request) {
        super((carrier, key) -> carrier.get(key), Kind.SERVER);
        this.request = request;
        setCarrier(request.trace());
    }

    /** The endpoint that it came in at. */
    public Endpoint endpoint() {
        return this.request.connection().endpoint();
    }

    /** The endpoint's NAME: few values, fit for a metric's tag. */
    public String endpointName() {
        return endpoint().name();
    }

    /** Who sent it. */
    public PeerCredentials peer() {
        return this.request.peer();
    }

    /** Bytes of the request's payload. */
    public int requestSize() {
        return this.request.payload().length;
    }

    /** Bytes of the reply's payload; -1 where there was none. */
    public int replySize() {
        return this.replySize;
    }

    /** How it ended. */
    public Outcome outcome() {
        return this.outcome;
    }

    void replySize(int bytes) {
        this.replySize = bytes;
    }

    void outcome(Outcome outcome) {
        this.outcome = outcome;
    }
}
