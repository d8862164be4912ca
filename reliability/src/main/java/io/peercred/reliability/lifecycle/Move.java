package io.peercred.reliability.lifecycle;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * One step.
 *
 * @param choice of the server, connection or bytes; taken modulo what there is, so that a sequence from which something
 *     was taken away still is one
 */
record Move(Step step, int choice) {

    private static final int TOTAL =
            Arrays.stream(Step.values()).mapToInt(Step::weight).sum();

    /** Any step, by its weight; it may not be possible now. */
    static Move any(SplittableRandom random) {
        return new Move(step(random), random.nextInt(1 << 16));
    }

    private static Step step(SplittableRandom random) {
        int left = random.nextInt(TOTAL);
        for (Step step : Step.values()) {
            left -= step.weight();
            if (left < 0) {
                return step;
            }
        }
        throw new AssertionError(left);
    }

    @Override
    public String toString() {
        return this.step + "(" + this.choice + ")";
    }
}
