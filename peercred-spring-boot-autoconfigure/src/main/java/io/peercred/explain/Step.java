package io.peercred.explain;

import io.peercred.credentials.OneLine;

/**
 * One thing on the way from a user to an endpoint.
 *
 * @param what it is, such as "directory /run/app"
 * @param outcome whether the user gets past it
 * @param reason why, for people
 */
public record Step(String what, Outcome outcome, String reason) {

    /** In one line each: links on the way, and who listens, may be anybody's. */
    public Step {
        what = OneLine.of(what);
        reason = OneLine.of(reason);
    }

    static Step ok(String what, String reason) {
        return new Step(what, Outcome.OK, reason);
    }

    static Step notOk(String what, String reason) {
        return new Step(what, Outcome.NOT_OK, reason);
    }

    static Step unknown(String what, String reason) {
        return new Step(what, Outcome.UNKNOWN, reason);
    }
}
