package io.peercred.connection;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Watches the deadlines of connections by one daemon thread. Thread-safe.
 *
 * <p>A junixsocket channel has no time-out of its own that can be relied on: its reads take one for the end of the stream
 * and its writes have none. So somebody else shuts the socket down when the time has come, which wakes every call on it.
 */
public final class Deadlines implements AutoCloseable {

    private static final long START = System.nanoTime();

    private final ScheduledThreadPoolExecutor timer;

    public Deadlines() {
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "peercred-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        this.timer.setRemoveOnCancelPolicy(true);
        this.timer.setKeepAliveTime(10, TimeUnit.SECONDS);
        this.timer.allowCoreThreadTimeOut(true);
    }

    /** Nanoseconds on a clock that starts at 0, so that ends can be compared. */
    static long now() {
        return System.nanoTime() - START;
    }

    /** Makes a deadline that is not armed yet; {@code onExpiry} must not wait. */
    Deadline deadline(Runnable onExpiry) {
        return new Deadline(this, onExpiry);
    }

    Future<?> schedule(Runnable look, long nanos) {
        return this.timer.schedule(look, nanos, TimeUnit.NANOSECONDS);
    }

    /** Ends the thread. What is still armed never expires. */
    @Override
    public void close() {
        this.timer.shutdownNow();
    }
}
