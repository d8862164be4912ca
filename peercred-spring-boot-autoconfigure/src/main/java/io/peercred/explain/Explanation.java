package io.peercred.explain;

import java.util.List;

import io.peercred.credentials.Endpoint;

/**
 * Whether a user reaches an endpoint now, and why not. Neither a promise nor a permission: connecting is judged anew.
 *
 * @param endpoint where to
 * @param subject who
 * @param steps what is on the way, in the order in which it is met
 * @param remedies what would take the obstacles away
 */
public record Explanation(Endpoint endpoint, Subject subject, List<Step> steps, List<Remedy> remedies) {

    public Explanation {
        steps = List.copyOf(steps);
        remedies = List.copyOf(remedies);
    }

    /** What the steps come to. */
    public Verdict verdict() {
        if (has(Outcome.NOT_OK)) {
            return Verdict.DOES_NOT_REACH;
        }
        return has(Outcome.UNKNOWN) ? Verdict.DEPENDS : Verdict.REACHES;
    }

    private boolean has(Outcome outcome) {
        return this.steps.stream().anyMatch(step -> step.outcome() == outcome);
    }

    /** In one sentence, such as "uid 1001 (bob), gid 100 (users) reaches inbound endpoint 'clock' (/run/clock.sock)". */
    public String sentence() {
        return verdict() == Verdict.DEPENDS
                ? "whether " + this.subject.describe() + " reaches " + this.endpoint + " depends"
                : this.subject.describe() + " " + verdict().words() + " " + this.endpoint;
    }
}
