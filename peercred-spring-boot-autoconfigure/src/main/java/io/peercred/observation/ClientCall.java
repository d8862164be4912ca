package io.peercred.observation;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerRejectedException;

/** One call that may be observed. Belongs to its thread, which ends it. */
public final class ClientCall {

    static final ClientCall UNOBSERVED = new ClientCall(null, null);

    private final @Nullable Running running;
    private final @Nullable PeercredClientObservationContext context;

    ClientCall(@Nullable Running running, @Nullable PeercredClientObservationContext context) {
        this.running = running;
        this.context = context;
    }

    /** Says how large the payload is that is to be sent, in bytes. */
    public void sending(int size) {
        if (this.context != null) {
            this.context.requestSize(size);
        }
    }

    /** Headers of the trace that the call belongs to; empty if to none. */
    public Map<String, String> trace() {
        Map<String, String> carrier = this.context == null ? null : this.context.getCarrier();
        return carrier == null ? Map.of() : carrier;
    }

    /** Says who is at the other end. */
    public void met(PeerCredentials peer) {
        if (this.context != null) {
            this.context.peer(peer);
        }
    }

    /** Says how large the payload of the reply is, in bytes. */
    public void received(int size) {
        if (this.context != null) {
            this.context.replySize(size);
        }
    }

    /** Says what the caller is about to be told. */
    public void failed(Throwable failure) {
        if (this.running != null && this.context != null) {
            this.context.outcome(Outcome.ofCall(failure));
            if (failure instanceof PeerRejectedException rejection) {
                this.context.peer(rejection.peer());
            }
            this.running.failed(failure);
        }
    }

    /** Ends the observation. */
    public void end() {
        if (this.running != null) {
            this.running.end();
        }
    }
}
