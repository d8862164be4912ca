package io.peercred.reliability;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.peercred.reliability.leaks.Occupied;

/** What processes occupy when nothing goes on in them. */
final class SoakRest {

    /** Threads that wait for work end after ten seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private SoakRest() {}

    /**
     * Waits until the number of descriptors has been the same for half a second. Of the product's threads those of before
     * count: the others end by themselves.
     */
    static Occupied settled(long pid, Occupied fresh) throws IOException, InterruptedException {
        long before;
        long now = Occupied.of(pid).descriptors();
        do {
            before = now;
            TimeUnit.MILLISECONDS.sleep(500);
            now = Occupied.of(pid).descriptors();
        } while (now != before);
        return Occupied.of(pid).withThreadsOf(fresh, "peercred");
    }

    /** Waits until the process occupies no more than before, and returns what it occupies at last in any case. */
    static Occupied await(long pid, Occupied before) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Occupied now = Occupied.of(pid);
        while (!now.isNoMoreThan(before) && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(100);
            now = Occupied.of(pid);
        }
        return now;
    }
}
