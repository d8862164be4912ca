package io.peercred.reliability;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes trouble of all kinds, one after the other, for both sides: {@code Faults RESULTS SECONDS quick|full [KIND]}, where
 * KIND is a part of the name of those that are wanted.
 *
 * <p>Takes root (mount and time namespaces), and python3, prlimit, unshare and a C compiler.
 */
public final class Faults {

    /** A side that has lived through a kind of fault may have so many more: idle connections, and idle threads of pools. */
    private static final Settled.Growth MOST = new Settled.Growth(4, 20);

    private Faults() {}

    /**
     * What gets how much of the time.
     *
     * @param weight the part, of the weights of all
     */
    private record Share(Fault fault, int weight) {}

    private static final List<Share> ALL = List.of(
            new Share(new KilledServer(), 6),
            new Share(new KilledPeerServer(), 4),
            new Share(new KilledClients(), 4),
            new Share(new StoppedServer(), 2),
            new Share(new StoppedClients(), 2),
            new Share(new DescriptorLimit(), 2),
            new Share(new ClientDescriptorLimit(), 2),
            new Share(new FullDisk(), 2),
            new Share(new WallClock(), 3),
            new Share(new Interruptions(), 3),
            new Share(new ServerInterruptions(), 3),
            new Share(HandlerErrors.thrown(), 2),
            new Share(HandlerErrors.heap(), 2),
            new Share(new OddVerifiers(true), 2),
            new Share(new OddVerifiers(false), 2));

    public static void main(String[] args) {
        Program.run(() -> run(args));
    }

    private static boolean run(String[] args) throws Exception {
        Path results = Path.of(args[0]);
        List<Share> wanted = ALL.stream()
                .filter(each -> args.length < 4 || each.fault().name().contains(args[3]))
                .toList();
        long seconds = Long.parseLong(args[1]);
        Figures figures = new Figures(results, "faults");
        try (Scene scene = new Scene(results)) {
            int weights = wanted.stream().mapToInt(Share::weight).sum();
            for (Share each : wanted) {
                long nanos = TimeUnit.SECONDS.toNanos(seconds) * each.weight() / weights;
                run(each.fault(), scene, nanos, figures);
            }
        }
        return !figures.failed();
    }

    private static void run(Fault fault, Scene scene, long nanos, Figures figures) throws Exception {
        System.err.println("-- " + fault.name());
        ProcessStatus server = ProcessStatus.of(scene.server().pid());
        ProcessStatus client = ProcessStatus.ofThis();
        Tally tally = new Tally();
        boolean done = false;
        try {
            fault.run(scene, tally, System.nanoTime() + nanos);
            done = true;
        } finally {
            figures.none(fault.name() + ": not as it must be", done ? 0 : 1);
            tally.report(figures, fault.name(), fault.isNoticed());
        }
        Settled.awaitGrowth(figures, fault.name() + ": server", scene.server().pid(), server, MOST);
        Settled.awaitGrowth(
                figures, fault.name() + ": client", ProcessHandle.current().pid(), client, MOST);
    }
}
