package io.peercred.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

import io.peercred.observation.Outcome;
import io.peercred.observation.PeercredClientObservationContext;
import io.peercred.observation.PeercredServerObservationContext;

/**
 * How large the payloads of frames are, in bytes, taken where an observation ends: on the server of each request and of the
 * reply to it, on the client of exchanges that succeeded. Thread-safe; takes its meters along when it is closed.
 */
public final class FrameSizes implements ObservationHandler<Observation.Context>, AutoCloseable {

    private final MeterRegistry registry;
    private final Map<Key, DistributionSummary> summaries = new ConcurrentHashMap<>();

    private record Key(String name, String endpoint, String direction) {}

    public FrameSizes(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof PeercredClientObservationContext
                || context instanceof PeercredServerObservationContext;
    }

    @Override
    public void onStop(Observation.Context context) {
        if (context instanceof PeercredServerObservationContext server) {
            record("peercred.server.frame.size", server.endpointName(), "received", server.requestSize());
            record("peercred.server.frame.size", server.endpointName(), "sent", server.replySize());
        } else if (context instanceof PeercredClientObservationContext client && client.outcome() == Outcome.SUCCESS) {
            record("peercred.client.frame.size", client.endpointName(), "sent", client.requestSize());
            record("peercred.client.frame.size", client.endpointName(), "received", client.replySize());
        }
    }

    private void record(String name, String endpoint, String direction, int size) {
        if (size >= 0) {
            this.summaries
                    .computeIfAbsent(new Key(name, endpoint, direction), this::summary)
                    .record(size);
        }
    }

    private DistributionSummary summary(Key key) {
        return DistributionSummary.builder(key.name())
                .tag("endpoint", key.endpoint())
                .tag("direction", key.direction())
                .baseUnit(BaseUnits.BYTES)
                .description("Payloads of frames")
                .register(this.registry);
    }

    @Override
    public void close() {
        this.summaries.values().forEach(this.registry::remove);
        this.summaries.clear();
    }
}
