package io.peercred.metrics;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import org.jspecify.annotations.Nullable;

import io.peercred.credentials.PeerRejectedException.Reason;

/**
 * The meters that were registered, to be removed again: a registry may outlive the application context, and what stayed
 * there would stand in the way of the next one's.
 */
final class EndpointMeters implements AutoCloseable {

    private final List<Registered> meters = new CopyOnWriteArrayList<>();

    private record Registered(MeterRegistry registry, Meter meter) {}

    /** Registers the meters of one endpoint. */
    <T> Of<T> of(MeterRegistry registry, String endpoint, T source) {
        return new Of<>(registry, endpoint, source);
    }

    /** Registers meters of a source, which they do not keep alive. */
    final class Of<T> {

        private final MeterRegistry registry;
        private final String endpoint;
        private final T source;

        private Of(MeterRegistry registry, String endpoint, T source) {
            this.registry = registry;
            this.endpoint = endpoint;
            this.source = source;
        }

        /** What there is now, in connections if not said otherwise. */
        Of<T> gauge(String name, @Nullable String unit, String description, ToDoubleFunction<T> value) {
            return add(Gauge.builder(name, this.source, value)
                    .tag("endpoint", this.endpoint)
                    .baseUnit(unit)
                    .description(description)
                    .register(this.registry));
        }

        /** How many there have been. */
        Of<T> counter(String name, @Nullable String unit, String description, ToDoubleFunction<T> count) {
            return add(FunctionCounter.builder(name, this.source, count)
                    .tag("endpoint", this.endpoint)
                    .baseUnit(unit)
                    .description(description)
                    .register(this.registry));
        }

        /** How many peers were rejected, one counter for each reason, so that one that begins to count shows. */
        Of<T> refusals(String name, String description, RefusalCount<T> count) {
            for (Reason reason : Reason.values()) {
                add(FunctionCounter.builder(name, this.source, each -> count.of(each, reason))
                        .tag("endpoint", this.endpoint)
                        .tag("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .baseUnit(BaseUnits.CONNECTIONS)
                        .description(description)
                        .register(this.registry));
            }
            return this;
        }

        private Of<T> add(Meter meter) {
            EndpointMeters.this.meters.add(new Registered(this.registry, meter));
            return this;
        }
    }

    /** Counts by reason. */
    interface RefusalCount<T> {
        long of(T source, Reason reason);
    }

    @Override
    public void close() {
        this.meters.forEach(each -> each.registry().remove(each.meter()));
        this.meters.clear();
    }
}
