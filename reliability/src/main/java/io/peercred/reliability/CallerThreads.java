package io.peercred.reliability;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import io.peercred.template.VerifiedSocketTemplate;

/** Allowed callers, each on a thread of its own, until they are stopped or the first of them fails. */
final class CallerThreads {

    private static final int LARGEST = 20_000;
    private static final long PATIENCE_SECONDS = 30;

    private final Consumer<RuntimeException> onFailure;
    private final List<Caller> callers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicLong longestGap = new AtomicLong();
    private volatile boolean stopped;

    /** Callers none of whose calls may fail. */
    CallerThreads(VerifiedSocketTemplate template, int number) {
        this(template, number, failure -> {
            throw failure;
        });
    }

    /**
     * Starts them.
     *
     * @param onFailure throws what no call may fail with
     */
    CallerThreads(VerifiedSocketTemplate template, int number, Consumer<RuntimeException> onFailure) {
        this.onFailure = onFailure;
        for (int i = 0; i < number; i++) {
            Caller caller = new Caller(template, LARGEST);
            this.callers.add(caller);
            Thread thread = new Thread(() -> run(caller), "caller-" + i);
            thread.setDaemon(true);
            this.threads.add(thread);
            thread.start();
        }
    }

    private void run(Caller caller) {
        long answered = System.nanoTime();
        try {
            while (!this.stopped) {
                try {
                    caller.call();
                    long now = System.nanoTime();
                    this.longestGap.accumulateAndGet(now - answered, Math::max);
                    answered = now;
                } catch (RuntimeException ex) {
                    this.onFailure.accept(ex);
                }
            }
        } catch (Throwable ex) {
            this.failure.compareAndSet(null, ex);
        }
    }

    /** Throws if a call failed that may not. */
    void check() {
        Throwable failed = this.failure.get();
        if (failed != null) {
            throw new IllegalStateException("a call of an allowed caller failed: " + failed, failed);
        }
    }

    /** Waits for the calls that are under way. */
    void stop() throws InterruptedException {
        this.stopped = true;
        for (Thread each : this.threads) {
            each.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            if (each.isAlive()) {
                throw new IllegalStateException("a call does not end");
            }
        }
        check();
    }

    /** One more call of each; it must succeed. Once they are stopped. */
    void callOnceMore() {
        this.callers.forEach(Caller::call);
    }

    long called() {
        return this.callers.stream().mapToLong(Caller::called).sum();
    }

    long answered() {
        return this.callers.stream().mapToLong(Caller::answered).sum();
    }

    /** Nanoseconds, of all of them. */
    Histogram latencies() {
        Histogram all = new Histogram(3);
        this.callers.forEach(each -> all.add(each.latencies()));
        return all;
    }

    /** The longest time, in nanoseconds, in which one of them got no answer. */
    long longestGap() {
        return this.longestGap.get();
    }
}
