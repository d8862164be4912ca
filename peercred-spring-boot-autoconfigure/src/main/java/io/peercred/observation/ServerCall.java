package io.peercred.observation;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** One request whose handling may be observed. Belongs to its thread, which ends it. */
public final class ServerCall {

    static final ServerCall UNOBSERVED = new ServerCall(null, null, null);

    private final @Nullable Running running;
    private final @Nullable PeercredServerObservationContext context;
    private final @Nullable Duration replyTimeout;
    private final long startNanos;

    ServerCall(
            @Nullable Running running,
            @Nullable PeercredServerObservationContext context,
            @Nullable Duration replyTimeout) {
        this.running = running;
        this.context = context;
        this.replyTimeout = replyTimeout;
        this.startNanos = running == null ? 0 : System.nanoTime();
    }

    /** Says that the flow has answered with a payload of this size in bytes; one that comes too late is not sent. */
    public void answered(int size) {
        if (this.context == null) {
            return;
        }
        if (this.replyTimeout != null && System.nanoTime() - this.startNanos > this.replyTimeout.toNanos()) {
            this.context.outcome(Outcome.TIMEOUT);
        } else {
            this.context.replySize(size);
        }
    }

    /** Says why there is no answer. */
    public void failed(Throwable failure) {
        if (this.running != null && this.context != null) {
            this.context.outcome(Outcome.ofHandling(failure));
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
