package io.peercred.reliability.lifecycle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Takes steps out of a sequence as long as it fails without them. */
final class Shrinking {

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final Trial trial;

    interface Trial {
        boolean fails(List<Move> moves) throws IOException;
    }

    Shrinking(Trial trial) {
        this.trial = trial;
    }

    /** The shortest that was found in two minutes. */
    List<Move> of(List<Move> moves) throws IOException {
        List<Move> shortest = moves;
        long end = System.nanoTime() + PATIENCE_NANOS;
        for (int chunk = moves.size() / 2; chunk > 0; chunk /= 2) {
            int from = 0;
            while (from < shortest.size() && System.nanoTime() - end < 0) {
                List<Move> shorter = new ArrayList<>(shortest);
                shorter.subList(from, Math.min(from + chunk, shorter.size())).clear();
                if (!shorter.isEmpty() && this.trial.fails(shorter)) {
                    shortest = shorter;
                } else {
                    from += chunk;
                }
            }
        }
        return shortest;
    }
}
