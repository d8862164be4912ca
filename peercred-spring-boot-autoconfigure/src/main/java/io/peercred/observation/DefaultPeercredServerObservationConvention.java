package io.peercred.observation;

import io.micrometer.common.KeyValues;

/**
 * Names handled requests {@code peercred.server.requests}, and tags them with endpoint, outcome and exception, in traces
 * also with the peer's uid and pid. Thread-safe.
 */
public class DefaultPeercredServerObservationConvention implements PeercredServerObservationConvention {

    /** The name of the observations. */
    public static final String NAME = "peercred.server.requests";

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String getContextualName(PeercredServerObservationContext context) {
        return "peercred receive " + context.endpoint().name();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(PeercredServerObservationContext context) {
        return KeyValuesOf.result(context.endpointName(), context.outcome(), context.getError());
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(PeercredServerObservationContext context) {
        return KeyValuesOf.peer(context.peer());
    }
}
