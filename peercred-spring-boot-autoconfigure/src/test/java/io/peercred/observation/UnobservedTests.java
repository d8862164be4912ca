package io.peercred.observation;

import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.observation.PeercredClientObservationContext.Operation;
import io.peercred.testing.Observed;

import static org.assertj.core.api.Assertions.assertThat;

/** Where nobody handles observations, nothing is made for them. */
class UnobservedTests {

    private static final Endpoint ENDPOINT = new Endpoint("clock", Direction.OUTBOUND, "/run/clock.sock");

    private static ClientCall start(ObservationRegistry registry) {
        return new ClientObservations(registry, null).start(ENDPOINT, Operation.EXCHANGE);
    }

    @Test
    void withoutARegistryOrItsHandlersAllCallsAreTheSame() {
        assertThat(start(ObservationRegistry.NOOP)).isSameAs(ClientCall.UNOBSERVED);
        assertThat(start(ObservationRegistry.create())).isSameAs(ClientCall.UNOBSERVED);
    }

    @Test
    void whatAPredicateTurnsOffIsNotObserved() {
        Observed observed = new Observed();
        observed.registry.observationConfig().observationPredicate((name, context) -> !name.startsWith("peercred."));
        assertThat(start(observed.registry)).isSameAs(ClientCall.UNOBSERVED);
    }
}
