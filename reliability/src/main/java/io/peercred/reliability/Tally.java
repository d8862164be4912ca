package io.peercred.reliability;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/** What came of one kind of fault. Safe for threads. */
final class Tally {

    /** How much later than its deadline an error may be on a busy machine. */
    static final long SLACK = TimeUnit.SECONDS.toNanos(2);

    /** How long service may take to resume once what stood in its way is gone. */
    static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private static final int SHOWN = 5;

    private final AtomicLong rounds = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong unclear = new AtomicLong();
    private final AtomicLong longest = new AtomicLong();
    private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE / 2);
    private final AtomicLong resumption = new AtomicLong();
    private final AtomicReference<@Nullable String> wrong;
    private final Map<String, Long> messages = new TreeMap<>();
    private final @Nullable Tally others;

    Tally() {
        this.wrong = new AtomicReference<>();
        this.others = new Tally(this.wrong);
    }

    private Tally(AtomicReference<@Nullable String> wrong) {
        this.wrong = wrong;
        this.others = null;
    }

    /** Of those whom the fault is nothing to, and who may have no error at all. */
    Tally others() {
        return Objects.requireNonNull(this.others);
    }

    void round() {
        rounds(1);
    }

    void rounds(long count) {
        this.rounds.addAndGet(count);
    }

    long rounds() {
        return this.rounds.get();
    }

    /** Something failed, as it may, after that time; its deadline was that. Both in nanoseconds. */
    void failed(long took, long deadline) {
        this.failures.incrementAndGet();
        this.longest.accumulateAndGet(took, Math::max);
        this.latest.accumulateAndGet(took - deadline, Math::max);
    }

    /** The same, with what it threw. */
    void failed(Throwable failure, ClearErrors clear, long took, long deadline) {
        failed(took, deadline);
        String words = ClearErrors.words(failure);
        synchronized (this.messages) {
            this.messages.merge(words.replaceAll("\\d+", "#"), 1L, Long::sum);
        }
        if (!clear.isClear(failure) && this.unclear.incrementAndGet() <= SHOWN) {
            System.err.println("not clear: " + words);
            failure.printStackTrace();
        }
    }

    /** Service was there again after that time, in nanoseconds. */
    void resumed(long took) {
        this.resumption.accumulateAndGet(took, Math::max);
    }

    /** A message was wrong, or executed twice: the end of it all. */
    void wrong(String what) {
        this.wrong.compareAndSet(null, what);
    }

    void requireRight() {
        String what = this.wrong.get();
        if (what != null) {
            throw new IllegalStateException(what);
        }
    }

    /**
     * Reports.
     *
     * @param noticed whether somebody must have had errors
     */
    void report(Figures figures, String name, boolean noticed) throws IOException {
        figures.atLeast(name + ": rounds", this.rounds.get(), "", 1);
        if (noticed) {
            figures.atLeast(name + ": errors", this.failures.get(), "", 1);
            figures.report(name + ": longest time to an error", millis(this.longest.get()), "ms");
            figures.atMost(
                    name + ": latest error, behind its deadline", millis(this.latest.get()), "ms", millis(SLACK));
            figures.none(name + ": errors that do not say what happened", this.unclear.get());
        }
        figures.none(name + ": errors of others", others().failures.get());
        long longestBreak = Math.max(this.resumption.get(), others().resumption.get());
        figures.atMost(name + ": longest until service again", millis(longestBreak), "ms", millis(PATIENCE));
        figures.none(name + ": wrong or duplicated", this.wrong.get() == null ? 0 : 1);
        log(name);
        others().log(name + ", others");
    }

    private void log(String name) {
        synchronized (this.messages) {
            this.messages.forEach((words, count) -> System.err.println(name + ": " + count + " x " + words));
        }
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }
}
