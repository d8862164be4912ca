package io.peercred.actuate;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Names for an answer that somebody waits for. The name service has a moment for all of them together; what it cannot tell
 * by then is left out, and it goes on with the one that it is at. Thread-safe.
 */
final class TimelyNames implements AutoCloseable {

    private static final int QUEUED = 16;

    private final long patienceNanos;
    private final ThreadPoolExecutor thread;

    TimelyNames(long patienceMillis) {
        this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        this.thread = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUED), task -> {
            Thread thread = new Thread(task, "peercred-names");
            thread.setDaemon(true);
            return thread;
        });
        this.thread.allowCoreThreadTimeOut(true);
    }

    /** For one answer; its time runs from now. */
    Query query() {
        return new Query(System.nanoTime() + this.patienceNanos);
    }

    @Override
    public void close() {
        this.thread.shutdownNow();
    }

    /** The names of one answer, each looked up once. Of one thread. */
    final class Query {

        private final long end;
        private final Map<String, Optional<String>> known = new HashMap<>();

        private Query(long end) {
            this.end = end;
        }

        /** What is looked up, or was for this key; null if there is nothing, or not in time. */
        @Nullable
        String once(String key, Supplier<@Nullable String> lookUp) {
            return this.known.computeIfAbsent(key, absent -> inTime(lookUp)).orElse(null);
        }

        private Optional<String> inTime(Supplier<@Nullable String> lookUp) {
            long left = this.end - System.nanoTime();
            if (left <= 0) {
                return Optional.empty();
            }
            FutureTask<Optional<String>> task = new FutureTask<>(() -> Optional.ofNullable(lookUp.get()));
            try {
                TimelyNames.this.thread.execute(task);
                return task.get(left, TimeUnit.NANOSECONDS);
            } catch (TimeoutException | RejectedExecutionException ex) {
                return Optional.empty();
            } catch (ExecutionException ex) {
                throw new IllegalStateException(ex.getCause());
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }
}
