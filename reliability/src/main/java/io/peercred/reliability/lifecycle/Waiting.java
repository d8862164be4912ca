package io.peercred.reliability.lifecycle;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what must come by itself. */
final class Waiting {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private Waiting() {}

    interface Condition {
        boolean isMet() throws IOException;
    }

    static void until(String what, Condition condition) throws IOException {
        Violation.unless(comes(PATIENCE, condition), "in vain was waited until " + what);
    }

    /** Whether it does in time. */
    static boolean comes(Duration patience, Condition condition) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.isMet()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return true;
    }
}
