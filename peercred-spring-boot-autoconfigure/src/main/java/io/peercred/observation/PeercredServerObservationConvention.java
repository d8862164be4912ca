package io.peercred.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and tags the observations of requests that an inbound gateway handles. A bean of this type takes the place of
 * {@link DefaultPeercredServerObservationConvention}; what it gives a low cardinality becomes tags of metrics, so let none of
 * that be the peer's choice.
 */
public interface PeercredServerObservationConvention extends ObservationConvention<PeercredServerObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof PeercredServerObservationContext;
    }
}
