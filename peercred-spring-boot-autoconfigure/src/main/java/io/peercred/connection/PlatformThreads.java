package io.peercred.connection;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.ThreadUtil;

/**
 * Keeps junixsocket's calls off virtual threads: each blocked one holds a worker of a pool as large as the number of
 * processors, so that some readers with data waiting do not wake.
 */
final class PlatformThreads {

    private static final ExecutorService EXECUTOR =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                // Inherits nothing: it serves others after the caller that it was made for.
                Thread thread = new Thread(null, task, "peercred-for-virtual-thread", 0, false);
                thread.setDaemon(true);
                return thread;
            });

    /** A call that may wait. */
    interface Call<T extends @Nullable Object> {
        T run() throws IOException;
    }

    private PlatformThreads() {}

    /**
     * Runs the call on this thread if it is a platform thread, else on one.
     *
     * @param resource what the call takes over; closed here if the call never starts
     */
    static <T extends @Nullable Object> T call(Call<T> call, Closeable resource) throws IOException {
        return ThreadUtil.isVirtualThread() ? callElsewhere(call, resource) : call.run();
    }

    /** Runs it on another thread. What comes of it when nobody waits any more is closed, if that can be closed. */
    static <T extends @Nullable Object> T callElsewhere(Call<T> call, Closeable resource) throws IOException {
        AtomicBoolean taken = new AtomicBoolean();
        AtomicBoolean decided = new AtomicBoolean();
        Future<T> result = null;
        try {
            result = EXECUTOR.submit(() -> {
                if (!taken.compareAndSet(false, true)) {
                    throw new CancellationException();
                }
                T value = call.run();
                if (!decided.compareAndSet(false, true)) {
                    discard(value);
                    throw new CancellationException();
                }
                return value;
            });
            return await(result, decided);
        } catch (ExecutionException ex) {
            if (ex.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (ex.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (ex.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IOException(ex.getCause());
        } finally {
            if (result != null) {
                result.cancel(true);
            }
            if (taken.compareAndSet(false, true)) {
                resource.close();
            }
        }
    }

    /** An interruption ends the wait, but where there is a result already it is the caller's. */
    private static <T extends @Nullable Object> T await(Future<T> result, AtomicBoolean decided)
            throws ExecutionException, InterruptedIOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException ex) {
                    interrupted = true;
                    if (decided.compareAndSet(false, true)) {
                        throw new InterruptedIOException("Interrupted while waiting for an exchange");
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void discard(@Nullable Object value) throws IOException {
        if (value instanceof Closeable unclaimed) {
            unclaimed.close();
        }
    }
}
