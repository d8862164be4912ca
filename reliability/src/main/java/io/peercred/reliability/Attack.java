package io.peercred.reliability;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import org.HdrHistogram.Histogram;

import io.peercred.platform.NativeSupport;

/**
 * Attacks a server from other processes, under a user whom it refuses and one whom it expects, all at once, while an
 * allowed client makes calls: {@code Attack RESULTS SECONDS quick|full}.
 */
public final class Attack {

    /** For what comes after the attack. */
    private static final long AFTERMATH_SECONDS = 9;

    /** However long it took to begin, on a machine that has much else to do. */
    private static final Duration SHORTEST = Duration.ofSeconds(10);

    private static final long CHECK_MILLIS = 100;

    private final Figures figures;
    private final Path log;
    private final long seconds;

    private Attack(Path results, long seconds) throws IOException {
        this.figures = new Figures(results, "attack");
        this.log = results.resolve("attack-server.log");
        this.seconds = seconds;
    }

    public static void main(String[] args) {
        if (args.length != 3) {
            System.err.println("usage: Attack RESULTS SECONDS quick|full");
            System.exit(64);
        }
        Program.run(() -> new Attack(Path.of(args[0]), Long.parseLong(args[1])).run());
    }

    private boolean run() throws Exception {
        if (NativeSupport.effectiveUid() != 0) {
            throw new IllegalStateException("This takes root, to attack under other users.");
        }
        File file = this.log.toFile();
        try (Scratch scratch = Scratch.create();
                AttackedServer server = new AttackedServer(scratch.directory(), file);
                AllowedCallers callers = new AllowedCallers(server)) {
            server.process().awaitReady();
            attack(server, callers);
        }
        return !this.figures.failed();
    }

    private void attack(AttackedServer server, AllowedCallers callers) throws Exception {
        Duration quietly = Duration.ofSeconds(Math.max(3, Math.min(60, this.seconds / 8)));
        phase(callers, quietly.dividedBy(2)); // Java warms up.
        Map<String, Histogram> quiet = phase(callers, quietly);
        Occupied before = Occupied.by(server.process());

        AttackPlan plan = new AttackPlan(server, remaining());
        ServerLog written = new ServerLog(this.log);
        long start = System.nanoTime();
        Map<String, Histogram> attacked;
        Map<String, Map<String, Long>> told;
        try (Attackers attackers = new Attackers();
                ImpostorScene impostors = new ImpostorScene(server.swapped())) {
            callers.start();
            try (OutputStream untilThen = plan.start(attackers)) {
                this.figures.atLeast(
                        "servers that did not start where others were first",
                        SquattedPaths.tryAll(plan.squats(), server.unsafe),
                        "",
                        1);
            }
            while (attackers.areAtIt()) {
                callers.check();
                impostors.check();
                Thread.sleep(CHECK_MILLIS);
            }
            told = attackers.collect();
            attacked = callers.stop();
            impostors.stop();
            this.figures.none("processes of the attackers that are left", attackers.left());
            report(server, callers, impostors);
        }
        plan.report(told, this.figures);
        quiet.forEach((kind, latencies) ->
                report(new Latencies(kind, latencies, Objects.requireNonNull(attacked.get(kind)))));
        written.report(this.figures, (System.nanoTime() - start) / 1e9);
        Occupied.after(server.process(), before).report(this.figures, before);
        phase(callers, Duration.ofMillis(500)); // It serves on.
    }

    private static Map<String, Histogram> phase(AllowedCallers callers, Duration duration) throws InterruptedException {
        callers.start();
        Thread.sleep(duration.toMillis());
        return callers.stop();
    }

    private Duration remaining() {
        Duration past = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
        Duration remaining =
                Duration.ofSeconds(this.seconds - AFTERMATH_SECONDS).minus(past);
        return remaining.compareTo(SHORTEST) < 0 ? SHORTEST : remaining;
    }

    private void report(Latencies latencies) {
        try {
            latencies.report(this.figures);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** What both sides have counted. */
    private void report(AttackedServer server, AllowedCallers callers, ImpostorScene impostors) throws IOException {
        impostors.report(this.figures);
        long answered = callers.answered() + impostors.callers().answered();
        long unanswered = impostors.callers().called() - impostors.callers().answered();
        ServerProcess.Report report = server.process().report();
        this.figures.atLeast("calls of allowed callers, all answered rightly", callers.answered(), "", 1);
        this.figures.none("calls that failed", callers.called() - callers.answered());
        this.figures.none("requests that came twice", report.counts().duplicated());
        this.figures.none("served and answered, difference", report.counts().served() - answered);
        this.figures.none("not served and not sent, difference", report.counts().lost() - unanswered);
        this.figures.none(
                "requests by the product's count and by the handler's, difference",
                EndpointCounts.sum(report.endpoints(), EndpointCounts::requests)
                        - report.counts().served()
                        - report.counts().wrong());
        this.figures.none(
                "failures by the product's count and by the handler's, difference",
                EndpointCounts.sum(report.endpoints(), EndpointCounts::handlerFailures)
                        - report.counts().wrong());
        this.figures.none(
                "failures of accept(2)", EndpointCounts.sum(report.endpoints(), EndpointCounts::acceptFailures));
        this.figures.atLeast("peers refused", EndpointCounts.sum(report.endpoints(), EndpointCounts::rejected), "", 1);
        this.figures.atLeast(
                "connections closed beyond a cap",
                EndpointCounts.sum(report.endpoints(), EndpointCounts::overLimit),
                "",
                1);
        this.figures.report(
                "frames that were none", EndpointCounts.sum(report.endpoints(), EndpointCounts::badFrames), "");
        this.figures.atLeast("time-outs", EndpointCounts.sum(report.endpoints(), EndpointCounts::timeouts), "", 1);
    }
}
