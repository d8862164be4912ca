package io.peercred.connection;

import java.util.concurrent.atomic.LongAdder;

import io.peercred.credentials.PeerRejectedException.Reason;

/** What an inbound endpoint has counted since it was made. */
public final class InboundCounters {

    final LongAdder accepted = new LongAdder();
    final RejectionCounts rejected = new RejectionCounts();
    final LongAdder overLimit = new LongAdder();
    final LongAdder requests = new LongAdder();
    final LongAdder badFrames = new LongAdder();
    final LongAdder timeouts = new LongAdder();
    final LongAdder handlerFailures = new LongAdder();
    final LongAdder denied = new LongAdder();
    final LongAdder acceptFailures = new LongAdder();

    /** Connections whose peer was accepted. */
    public long accepted() {
        return this.accepted.sum();
    }

    /** Connections whose peer was rejected, or the writer of a message on them. */
    public long rejected() {
        return this.rejected.sum();
    }

    /** Those rejected for this reason. */
    public long rejected(Reason reason) {
        return this.rejected.sum(reason);
    }

    /** Connections closed at once because of {@code max-connections} or {@code max-connections-per-uid}. */
    public long overLimit() {
        return this.overLimit.sum();
    }

    /** Complete frames that arrived. */
    public long requests() {
        return this.requests.sum();
    }

    /** Frames that were too long, cut short or malformed; each ended its connection, unless errors are told. */
    public long badFrames() {
        return this.badFrames.sum();
    }

    /** Connections ended by {@code read-timeout}, {@code write-timeout} or {@code idle-timeout}. */
    public long timeouts() {
        return this.timeouts.sum();
    }

    /** Requests that the application failed to answer; each ended its connection, unless errors are told. */
    public long handlerFailures() {
        return this.handlerFailures.sum();
    }

    /** Requests that the application refused its peer, which is no failure of the application. */
    public long denied() {
        return this.denied.sum();
    }

    /** Failures of accept(2), such as at the limit of descriptors. */
    public long acceptFailures() {
        return this.acceptFailures.sum();
    }
}
