package io.peercred.observation;

import java.util.Locale;

import io.micrometer.common.KeyValues;

import io.peercred.observation.PeercredObservation.ClientKeys;

/**
 * Names calls {@code peercred.client.requests}, and tags them with endpoint, operation, outcome and exception, in traces
 * also with the peer's uid and pid. Thread-safe.
 */
public class DefaultPeercredClientObservationConvention implements PeercredClientObservationConvention {

    /** The name of the observations. */
    public static final String NAME = "peercred.client.requests";

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String getContextualName(PeercredClientObservationContext context) {
        return "peercred send " + context.endpoint().name();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(PeercredClientObservationContext context) {
        return KeyValuesOf.result(context.endpointName(), context.outcome(), context.getError())
                .and(ClientKeys.OPERATION.withValue(context.operation().name().toLowerCase(Locale.ROOT)));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(PeercredClientObservationContext context) {
        return KeyValuesOf.peer(context.peer());
    }
}
