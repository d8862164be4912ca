package io.peercred.reliability;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.peercred.reliability.leaks.Occupied;

/**
 * Exchanges by the million over connections that come and go, and what both processes occupy meanwhile:
 * {@code Soak RESULTS SECONDS quick|full}. The full form goes on until it has made five million.
 */
public final class Soak {

    private static final long ENOUGH = 5_000_000;
    private static final Duration UTMOST = Duration.ofHours(3);
    /** In which refused sockets are closed, and connections that the pool has kept for too long. */
    private static final long QUIET_MILLIS = 150;

    private final Figures figures;
    private final SoakFigures soakFigures;
    private final boolean full;
    private final long nanos;
    private final List<SoakSample> samples = new ArrayList<>();

    private Soak(Path results, Duration time, boolean full) throws IOException {
        this.figures = new Figures(results, "soak");
        this.soakFigures = new SoakFigures(this.figures);
        this.full = full;
        this.nanos = time.toNanos();
    }

    public static void main(String[] args) {
        Program.run(() -> run(args));
    }

    private static boolean run(String[] args) throws Exception {
        Path results = Path.of(args[0]);
        Soak soak = new Soak(results, Duration.ofSeconds(Long.parseLong(args[1])), args[2].equals("full"));
        try (Scratch scratch = Scratch.create()) {
            soak.run(
                    new SoakEndpoints(scratch.directory()),
                    results.resolve("soak-server.log").toFile());
        }
        return !soak.figures.failed();
    }

    private void run(SoakEndpoints endpoints, File log) throws Exception {
        try (ServerProcess server = new ServerProcess(endpoints.target(), log, endpoints.ofServer()).awaitReady()) {
            long client = ProcessHandle.current().pid();
            Occupied freshServer = Occupied.of(server.pid());
            Occupied freshClient = Occupied.of(client);
            warmUp(endpoints);
            Occupied serverBefore = SoakRest.settled(server.pid(), freshServer);
            Occupied clientBefore = SoakRest.settled(client, freshClient);
            soak(endpoints, server);
            this.soakFigures.left("server", serverBefore, SoakRest.await(server.pid(), serverBefore));
            this.soakFigures.left("client", clientBefore, SoakRest.await(client, clientBefore));
        }
        this.soakFigures.occupied(this.samples);
        if (this.full) {
            this.soakFigures.slopes(this.samples);
        }
    }

    /** What both sides open once and keep. */
    private static void warmUp(SoakEndpoints endpoints) throws Exception {
        try (ClientApplication client = new ClientApplication(endpoints.target(), endpoints.ofClient());
                SoakLoad load = new SoakLoad(client, endpoints)) {
            load.start().goOn(TimeUnit.SECONDS.toMillis(2));
        }
    }

    private void soak(SoakEndpoints endpoints, ServerProcess server) throws Exception {
        try (ClientApplication client = new ClientApplication(endpoints.target(), endpoints.ofClient())) {
            Ledger.Counts before = server.report().counts();
            SoakLoad load = new SoakLoad(client, endpoints);
            long start = System.nanoTime();
            try (load) {
                goOn(load.start(), server);
            } finally {
                double seconds = (System.nanoTime() - start) / 1e9;
                this.soakFigures.work(load, server.report().counts().since(before), seconds);
            }
        }
    }

    private void goOn(SoakLoad load, ServerProcess server) throws Exception {
        long start = System.nanoTime();
        while (!isEnough(load, System.nanoTime() - start)) {
            load.goOn(TimeUnit.SECONDS.toMillis(this.full ? 10 : 1));
            sample(load, server);
        }
    }

    private boolean isEnough(SoakLoad load, long elapsed) throws SoakFailure {
        if (elapsed > this.nanos + UTMOST.toNanos()) {
            throw new SoakFailure("only " + load.answered() + " exchanges in " + elapsed / 1_000_000_000 + " s", null);
        }
        return elapsed >= this.nanos && (!this.full || load.answered() >= ENOUGH);
    }

    private void sample(SoakLoad load, ServerProcess server) throws Exception {
        SoakSample sample = load.whilePaused(() -> {
            TimeUnit.MILLISECONDS.sleep(QUIET_MILLIS);
            ServerProcess.Report report = server.report();
            requireNothingWrong(report.counts());
            return SoakSample.of(load, server, report);
        });
        this.samples.add(sample);
        System.err.println(sample);
    }

    private static void requireNothingWrong(Ledger.Counts counts) throws SoakFailure {
        if (counts.wrong() + counts.lost() + counts.duplicated() > 0) {
            throw new SoakFailure("the server has seen " + counts, null);
        }
    }
}
