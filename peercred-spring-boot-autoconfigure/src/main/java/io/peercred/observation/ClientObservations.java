package io.peercred.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Endpoint;
import io.peercred.observation.PeercredClientObservationContext.Operation;

/** Observes calls. Thread-safe. Costs a call nothing while nobody handles observations. */
public final class ClientObservations {

    /** Observes nothing. */
    public static final ClientObservations NONE = new ClientObservations(ObservationRegistry.NOOP, null);

    private static final PeercredClientObservationConvention DEFAULT = new DefaultPeercredClientObservationConvention();

    private final ObservationRegistry registry;
    private final @Nullable PeercredClientObservationConvention convention;

    /**
     * Creates one.
     *
     * @param convention of the application; null for one of the registry's, or the default
     */
    public ClientObservations(ObservationRegistry registry, @Nullable PeercredClientObservationConvention convention) {
        this.registry = registry;
        this.convention = convention;
    }

    /** Begins to observe a call on this thread; the caller ends it. */
    public ClientCall start(Endpoint endpoint, Operation operation) {
        if (this.registry.isNoop()) {
            return ClientCall.UNOBSERVED;
        }
        PeercredClientObservationContext context = new PeercredClientObservationContext(endpoint, operation);
        Observation observation =
                PeercredObservation.CLIENT.observation(this.convention, DEFAULT, () -> context, this.registry);
        return observation.isNoop() ? ClientCall.UNOBSERVED : new ClientCall(new Running(observation), context);
    }
}
