package io.peercred.reliability;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.peercred.connection.PeerClosedException;

/** Our server may open no more files than it has, or hardly any, and then as many as before. */
final class DescriptorLimit implements Fault {

    private static final int CALLERS = 8;
    /** Fewer than any Java has. */
    private static final long NONE = 10;

    private static final double SPIN = 0.5;

    @Override
    public String name() {
        return "descriptor limit of our server";
    }

    @Override
    public void run(Scene scene, Tally tally, long end) throws Exception {
        long pid = scene.server().pid();
        long before = limit(pid);
        // Each call takes a new connection.
        try (ClientApplication client = Scene.client(scene.socket(), "--peercred.outbound.target.pool.max-idle=0");
                CallingThreads callers = scene.callers(
                        client, CALLERS, tally, SocketTimeoutException.class, PeerClosedException.class)) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            do {
                callers.awaitService(System.nanoTime());
                boolean none = tally.rounds() % 2 == 0;
                set(pid, none ? NONE : ProcessStatus.of(pid).descriptors() + random.nextInt(2));
                try {
                    // Those that are open may still be answered, and then all wait.
                    KilledServer.pause(TimeUnit.MILLISECONDS.toNanos(200 + random.nextLong(200)));
                    if (none) {
                        requireNoSpin(pid);
                    }
                } finally {
                    set(pid, before);
                }
                callers.awaitService(System.nanoTime());
                tally.round();
                scene.journal().check(tally);
            } while (System.nanoTime() - end < 0);
        }
    }

    private static void requireNoSpin(long pid) throws IOException {
        long start = System.nanoTime();
        long ticks = ticks(pid);
        KilledServer.pause(Scene.REPLY_TIMEOUT.plusMillis(200).toNanos());
        double used = (ticks(pid) - ticks) / 100.0 / ((System.nanoTime() - start) / 1e9);
        if (used > SPIN) {
            throw new IllegalStateException("without descriptors the server uses " + used + " processors");
        }
    }

    /** Processor time of a process, in hundredths of a second. */
    private static long ticks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(words[11]) + Long.parseLong(words[12]);
    }

    static long limit(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "limits")).stream()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> Long.parseLong(line.trim().split("\\s+")[3]))
                .findFirst()
                .orElseThrow();
    }

    /** The soft limit, which a process may raise again. */
    private static void set(long pid, long limit) throws IOException, InterruptedException {
        Signals.run("prlimit", "--pid", Long.toString(pid), "--nofile=" + limit + ":");
    }
}
