package io.peercred.connection;

import java.util.concurrent.atomic.LongAdder;

import io.peercred.credentials.PeerRejectedException.Reason;

/** What an outbound endpoint has counted since it was made. Thread-safe. */
public final class OutboundCounters {

    final LongAdder opened = new LongAdder();
    final LongAdder closed = new LongAdder();
    final RejectionCounts rejected = new RejectionCounts();

    OutboundCounters() {}

    /** Connections that were opened and whose peer was accepted. */
    public long opened() {
        return this.opened.sum();
    }

    /** Connections that were closed again, by either side. */
    public long closed() {
        return this.closed.sum();
    }

    /** Connections whose peer was rejected. */
    public long rejected() {
        return this.rejected.sum();
    }

    /** Those rejected for this reason. */
    public long rejected(Reason reason) {
        return this.rejected.sum(reason);
    }
}
