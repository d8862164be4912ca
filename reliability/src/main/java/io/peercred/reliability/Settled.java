package io.peercred.reliability;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** What a process still has once what it did is over: its idle threads end after a while. */
final class Settled {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(15);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private Settled() {}

    /** Waits until it has hardly more than before, and reports how many more. */
    static void awaitGrowth(Figures figures, String name, long pid, ProcessStatus before, int most) throws IOException {
        long end = System.nanoTime() + PATIENCE;
        ProcessStatus now = ProcessStatus.of(pid);
        while ((now.descriptors() - before.descriptors() > most || now.threads() - before.threads() > most)
                && System.nanoTime() - end < 0) {
            KilledServer.pause(PAUSE);
            now = ProcessStatus.of(pid);
        }
        figures.atMost(name + ", more descriptors", now.descriptors() - before.descriptors(), "", most);
        figures.atMost(name + ", more threads", now.threads() - before.threads(), "", most);
    }
}
