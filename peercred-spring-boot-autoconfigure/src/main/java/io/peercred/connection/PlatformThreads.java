package io.peercred.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.ThreadUtil;

/**
 * Keeps junixsocket's calls off virtual threads: each blocked one holds a worker of a pool as large as the number of
 * processors, so that some readers with data waiting do not wake.
 */
final class PlatformThreads {

    private static final ExecutorService EXECUTOR =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "peercred-for-virtual-thread");
                thread.setDaemon(true);
                return thread;
            });

    /** A call that may wait. */
    interface Call<T extends @Nullable Object> {
        T run() throws IOException;
    }

    private PlatformThreads() {}

    /** Runs the call on this thread if it is a platform thread, else on one. */
    static <T extends @Nullable Object> T call(Call<T> call) throws IOException {
        return ThreadUtil.isVirtualThread() ? callElsewhere(call) : call.run();
    }

    private static <T extends @Nullable Object> T callElsewhere(Call<T> call) throws IOException {
        Future<T> result = EXECUTOR.submit(call::run);
        try {
            return result.get();
        } catch (InterruptedException ex) {
            result.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for an exchange");
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
        }
    }
}
