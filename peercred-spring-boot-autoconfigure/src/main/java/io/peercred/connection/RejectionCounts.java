package io.peercred.connection;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;

/** How many peers were rejected, and why. Thread-safe. */
final class RejectionCounts {

    /** Complete from the start, so that reading it takes no lock. */
    private final Map<Reason, LongAdder> counts = new EnumMap<>(Reason.class);

    RejectionCounts() {
        for (Reason each : Reason.values()) {
            this.counts.put(each, new LongAdder());
        }
    }

    void add(PeerRejectedException rejection) {
        of(rejection.reason()).increment();
    }

    long sum() {
        return this.counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    long sum(Reason reason) {
        return of(reason).sum();
    }

    private LongAdder of(Reason reason) {
        return Objects.requireNonNull(this.counts.get(reason));
    }
}
