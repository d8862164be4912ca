package io.peercred.explain;

import java.util.ArrayList;
import java.util.List;

import io.peercred.credentials.Endpoint;

/** Collects what is found on the way. */
final class Findings {

    private final Endpoint endpoint;
    private final Subject subject;
    private final List<Step> steps = new ArrayList<>();
    private final List<Remedy> remedies = new ArrayList<>();

    Findings(Endpoint endpoint, Subject subject) {
        this.endpoint = endpoint;
        this.subject = subject;
    }

    Endpoint endpoint() {
        return this.endpoint;
    }

    Subject subject() {
        return this.subject;
    }

    /** What stands before the keys of the endpoint. */
    String prefix() {
        return "peercred." + (this.endpoint.direction() == Endpoint.Direction.INBOUND ? "inbound." : "outbound.")
                + this.endpoint.name() + ".";
    }

    void ok(String what, String reason) {
        this.steps.add(Step.ok(what, reason));
    }

    void unknown(String what, String reason) {
        this.steps.add(Step.unknown(what, reason));
    }

    void notOk(String what, String reason, Remedy... remedies) {
        this.steps.add(Step.notOk(what, reason));
        this.remedies.addAll(List.of(remedies));
    }

    void notOk(String what, String reason, List<Remedy> remedies) {
        this.steps.add(Step.notOk(what, reason));
        this.remedies.addAll(remedies);
    }

    /** What was found of the way is refuted: this process has just gone it. */
    void passed(String how) {
        this.steps.replaceAll(
                step -> step.outcome() == Outcome.OK ? step : Step.ok(step.what(), step.reason() + "; yet " + how));
        this.remedies.clear();
    }

    Explanation explanation() {
        return new Explanation(
                this.endpoint,
                this.subject,
                this.steps,
                this.remedies.stream().distinct().toList());
    }
}
