package io.peercred.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and tags the observations of calls of the template. A bean of this type takes the place of
 * {@link DefaultPeercredClientObservationConvention}; what it gives a low cardinality becomes tags of metrics, so let none of
 * that be the peer's choice.
 */
public interface PeercredClientObservationConvention extends ObservationConvention<PeercredClientObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof PeercredClientObservationContext;
    }
}
