package io.peercred.reliability;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Who attacks what, all at once, and what none of them may have got. */
final class AttackPlan {

    /** The endpoint's {@code max-connections-per-uid}. */
    private static final double CAP = 64;

    /** For the attempts to start where somebody is, each of which may wait some seconds for its lock. */
    private static final Duration SQUATTING = Duration.ofMinutes(2);

    private final AttackedServer server;
    private final Duration duration;

    AttackPlan(AttackedServer server, Duration duration) {
        this.server = server;
        this.duration = duration;
    }

    /** Where {@code squat.py} makes its files. */
    Path squats() {
        return this.server.shared.resolve("squat-");
    }

    /** Starts them; returns when the paths are squatted, until the end of the process's input that is returned. */
    OutputStream start(Attackers attackers) throws IOException {
        OutputStream squatting =
                attackers.start("squat", AttackedServer.REFUSED, SQUATTING, this.server.target(), squats());
        attackers.awaitReady();
        refused(attackers, "flood", this.server.all());
        refused(attackers, "frames", this.server.all());
        refused(attackers, "trickle", this.server.target());
        refused(attackers, "hold", this.server.target(), this.server.telling());
        refused(attackers, "forged", this.server.all());
        refused(attackers, "names", this.server.target());
        refused(attackers, "dying", this.server.all());
        refused(attackers, "paths", this.server.all());
        refused(attackers, "handover", this.server.judging(), this.server.target());
        refused(attackers, "impostor", this.server.swapped());
        hostile(attackers, "frames", this.server.target(), this.server.telling());
        hostile(attackers, "trickle", this.server.telling());
        hostile(attackers, "hold", this.server.target());
        hostile(attackers, "forged", this.server.telling());
        hostile(attackers, "failing", this.server.telling());
        hostile(attackers, "deaf", this.server.telling());
        return squatting;
    }

    private void refused(Attackers attackers, String script, Path... sockets) throws IOException {
        attackers.start(script, AttackedServer.REFUSED, this.duration, sockets);
    }

    private void hostile(Attackers attackers, String script, Path... sockets) throws IOException {
        attackers.start(script, AttackedServer.HOSTILE, this.duration, sockets);
    }

    /** What they told. */
    void report(Map<String, Map<String, Long>> told, Figures figures) throws IOException {
        for (Map.Entry<String, Map<String, Long>> each : told.entrySet()) {
            figures.atLeast(each.getKey() + ": attempts", one(each.getValue(), "attempts"), "", 1);
        }
        for (String slow : List.of("trickle", "deaf")) {
            figures.atLeast(
                    slow + " as " + AttackedServer.HOSTILE + ": connections that the server ended",
                    of(told, slow, AttackedServer.HOSTILE, "ended"),
                    "",
                    1);
        }
        figures.none("bytes that refused users got, or impostors were sent", sum(told, "got"));
        figures.none("files of others that were taken, moved or deleted", sum(told, "succeeded"));
        figures.none("ids of others that were stated", sum(told, "forged"));
        figures.none("requests that cannot be answered, answered", sum(told, "answers"));
        figures.none("connections that a refused user held", of(told, "hold", AttackedServer.REFUSED, "held"));
        figures.atMost(
                "connections that an expected user held", of(told, "hold", AttackedServer.HOSTILE, "held"), "", CAP);
    }

    private static long of(Map<String, Map<String, Long>> told, String script, long uid, String what) {
        return one(Objects.requireNonNull(told.get(script + " as " + uid)), what);
    }

    private static long sum(Map<String, Map<String, Long>> told, String what) {
        return told.values().stream().mapToLong(each -> one(each, what)).sum();
    }

    private static long one(Map<String, Long> told, String what) {
        return told.getOrDefault(what, 0L);
    }
}
