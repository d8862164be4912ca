package io.peercred.reliability;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** What a process still has once what it did is over: its idle threads end after a while. */
final class Settled {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(15);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private Settled() {}

    /** How many more there are, or may be. */
    record Growth(long descriptors, long threads) {

        private static Growth since(ProcessStatus before, long pid) throws IOException {
            ProcessStatus now = ProcessStatus.of(pid);
            return new Growth(now.descriptors() - before.descriptors(), now.threads() - before.threads());
        }

        private boolean exceeds(Growth most) {
            return this.descriptors > most.descriptors || this.threads > most.threads;
        }
    }

    /** Waits until it has hardly more than before, and reports how many more. */
    static void awaitGrowth(Figures figures, String name, long pid, ProcessStatus before, Growth most)
            throws IOException {
        long end = System.nanoTime() + PATIENCE;
        Growth growth = Growth.since(before, pid);
        while (growth.exceeds(most) && System.nanoTime() - end < 0) {
            KilledServer.pause(PAUSE);
            growth = Growth.since(before, pid);
        }
        figures.atMost(name + ", more descriptors", growth.descriptors, "", most.descriptors);
        figures.atMost(name + ", more threads", growth.threads, "", most.threads);
    }
}
