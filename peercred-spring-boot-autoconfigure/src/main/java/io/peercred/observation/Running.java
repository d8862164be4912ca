package io.peercred.observation;

import io.micrometer.observation.Observation;

/** An observation that has started, and is its thread's current one until it ends. */
final class Running {

    private final Observation observation;
    private final Observation.Scope scope;

    Running(Observation observation) {
        this.observation = observation.start();
        this.scope = observation.openScope();
    }

    /** Without the messages around the failure: a span shows its words, and those hold payloads. */
    void failed(Throwable failure) {
        this.observation.error(Outcome.reason(failure));
    }

    void end() {
        this.scope.close();
        this.observation.stop();
    }
}
