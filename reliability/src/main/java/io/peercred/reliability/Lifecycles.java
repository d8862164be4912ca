package io.peercred.reliability;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.peercred.reliability.lifecycle.Step;
import io.peercred.reliability.lifecycle.Trials;

/**
 * What servers and clients of one path go through in random order, against a model: {@code Lifecycles RESULTS SECONDS
 * quick|full [SEED]}, with a seed that a failure has named for that sequence alone.
 */
public final class Lifecycles {

    private static final long[] WARM_UP = {1, 2, 3, 4, 5, 6, 7, 16};

    private Lifecycles() {}

    public static void main(String[] args) {
        Program.run(() -> run(args));
    }

    private static boolean run(String[] args) throws Exception {
        Figures figures = new Figures(Path.of(args[0]), "lifecycles");
        long nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(args[1]));
        @Nullable String failure;
        try (Scratch scratch = Scratch.create();
                Trials trials = new Trials(scratch.directory())) {
            trials.warmUp(WARM_UP);
            failure = args.length > 3 ? trials.make(Long.parseLong(args[3])) : failure(trials, nanos);
            report(figures, trials, failure);
        }
        if (failure != null) {
            System.err.println("FAILED: " + failure);
        }
        return !figures.failed();
    }

    private static @Nullable String failure(Trials trials, long nanos) throws IOException {
        long seed = System.nanoTime();
        System.err.println("seed of the seeds: " + seed);
        SplittableRandom seeds = new SplittableRandom(seed);
        long end = System.nanoTime() + nanos;
        String failure = null;
        while (failure == null && System.nanoTime() - end < 0) {
            failure = trials.make(seeds.nextLong());
        }
        return failure;
    }

    private static void report(Figures figures, Trials trials, @Nullable String failure) throws IOException {
        Map<Step, Long> steps = trials.steps();
        figures.none("failures", failure == null ? 0 : 1);
        figures.report("sequences after which nothing was left", trials.sequences(), "");
        figures.report(
                "steps", steps.values().stream().mapToLong(Long::longValue).sum(), "");
        for (Step step : Step.values()) {
            if (!trials.impossible().contains(step)) {
                String words = step.name().toLowerCase(Locale.ROOT).replace('_', ' ');
                figures.report("steps: " + words, steps.getOrDefault(step, 0L), "");
            }
        }
    }
}
