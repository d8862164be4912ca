package io.peercred.observation;

import java.time.Duration;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.peercred.connection.InboundRequest;

/** Observes how requests are handled. Thread-safe. Costs a request nothing while nobody handles observations. */
public final class ServerObservations {

    /** Observes nothing. */
    public static final ServerObservations NONE = new ServerObservations(ObservationRegistry.NOOP, null);

    private static final PeercredServerObservationConvention DEFAULT = new DefaultPeercredServerObservationConvention();

    private final ObservationRegistry registry;
    private final @Nullable PeercredServerObservationConvention convention;

    /**
     * Creates one.
     *
     * @param convention of the application; null for one of the registry's, or the default
     */
    public ServerObservations(ObservationRegistry registry, @Nullable PeercredServerObservationConvention convention) {
        this.registry = registry;
        this.convention = convention;
    }

    /**
     * Begins to observe a request on this thread; the caller ends it.
     *
     * @param replyTimeout after which an answer is too late; null where none is due
     */
    public ServerCall start(InboundRequest request, @Nullable Duration replyTimeout) {
        if (this.registry.isNoop()) {
            return ServerCall.UNOBSERVED;
        }
        PeercredServerObservationContext context = new PeercredServerObservationContext(request);
        Observation observation =
                PeercredObservation.SERVER.observation(this.convention, DEFAULT, () -> context, this.registry);
        return observation.isNoop()
                ? ServerCall.UNOBSERVED
                : new ServerCall(new Running(observation), context, replyTimeout);
    }
}
