package io.peercred.reliability.lifecycle;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/** Sequences of steps at one path, one after the other. For one thread. */
public final class Trials implements AutoCloseable {

    /** Every how many sequences one server is a whole application of its own, which takes its time. */
    private static final int WHOLE = 16;

    /** For what is left by a sequence that is tried only to find a shorter one. */
    private static final Duration IMPATIENCE = Duration.ofSeconds(2);

    private static final int SHORTEST = 5;
    private static final int LONGEST = 60;

    private final Path directory;
    private final @Nullable OtherUser other;
    private final ConfigurableApplicationContext context;
    /** Of the other server, since one application has one for a path. */
    private final ConfigurableApplicationContext second;

    private final Leaks leaks;
    private final Map<Step, Long> made = new EnumMap<>(Step.class);
    private long sequences;

    /**
     * Starts what all sequences share.
     *
     * @param directory where they may do what they like; empty
     */
    public Trials(Path directory) throws IOException {
        this.directory = directory;
        this.other = OtherUser.start();
        this.context = EchoApplication.run(directory.resolve("s"), "one");
        this.second = EchoApplication.run(directory.resolve("s"), "two");
        this.leaks = new Leaks(directory);
    }

    /** Makes sequences whose leavings do not count: what is opened once, and kept, is opened by them. */
    public void warmUp(long... seeds) throws IOException {
        for (long seed : seeds) {
            play(new ArrayList<>(), seed);
        }
        this.leaks.startAgain();
        this.made.clear();
    }

    /** Makes the sequence of a seed. Null if all was as it should be, else what was not, and by which steps. */
    public @Nullable String make(long seed) throws IOException {
        List<Move> moves = new ArrayList<>();
        Throwable failure = failure(moves, seed, Waiting.PATIENCE);
        if (failure == null) {
            return null;
        }
        StringBuilder report = new StringBuilder("sequence " + seed + ": " + failure + "\nof " + moves);
        List<Move> fewer = new Shrinking(shorter -> failure(shorter, seed, IMPATIENCE) != null).of(moves);
        report.append("\nalso fails: ").append(fewer);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            report.append("\n").append(cause);
            for (StackTraceElement element : cause.getStackTrace()) {
                if (element.getClassName().startsWith("io.peercred")) {
                    report.append("\n    at ").append(element);
                }
            }
        }
        return report.toString();
    }

    private @Nullable Throwable failure(List<Move> moves, long seed, Duration patience) throws IOException {
        try {
            play(moves, seed);
            this.leaks.check(patience);
            this.sequences++;
            return null;
        } catch (IOException | RuntimeException | LinkageError ex) {
            this.leaks.forgive();
            return ex;
        }
    }

    /** Makes these moves, or, where there are none, those of the seed, which are added. */
    private void play(List<Move> moves, long seed) throws IOException {
        Place place = new Place(this.directory, this.other);
        boolean whole = Math.floorMod(seed, WHOLE) == 0;
        List<Server> servers = List.of(
                new Server("one", place, this.context),
                whole ? new Server("whole", place, null) : new Server("two", place, this.second));
        World world = new World(place, servers, new ModelledClient(this.context, this.other), this.other);
        boolean ended = false;
        try {
            if (moves.isEmpty()) {
                choose(world, moves, seed);
            } else {
                for (Move move : moves) {
                    world.make(move);
                }
            }
            world.end();
            ended = true;
        } finally {
            if (!ended) {
                world.abandon();
            }
            place.clear();
        }
    }

    private void choose(World world, List<Move> moves, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        boolean calm = random.nextBoolean(); // so that connections live for long enough
        int length = SHORTEST + random.nextInt(LONGEST - SHORTEST);
        while (moves.size() < length) {
            Move move = Move.any(random);
            if (calm && move.step().disturbs()) {
                continue;
            }
            moves.add(move);
            if (world.make(move)) {
                this.made.merge(move.step(), 1L, Long::sum);
            } else {
                moves.remove(moves.size() - 1);
            }
        }
    }

    /** Sequences that were as they should be. */
    public long sequences() {
        return this.sequences;
    }

    /** How often each step was made. */
    public Map<Step, Long> steps() {
        return Map.copyOf(this.made);
    }

    /** Steps that cannot be made here, for want of another user. */
    public List<Step> impossible() {
        List<Step> impossible = new ArrayList<>();
        for (Step step : Step.values()) {
            if (step.takesOther() && this.other == null) {
                impossible.add(step);
            }
        }
        return impossible;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        this.context.close();
        this.second.close();
        if (this.other != null) {
            this.other.close();
        }
    }
}
