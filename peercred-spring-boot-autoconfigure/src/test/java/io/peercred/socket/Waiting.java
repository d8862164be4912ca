package io.peercred.socket;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/** A call on a thread of its own that waits inside the kernel when this has been made. */
final class Waiting<T> implements AutoCloseable {

    private final FutureTask<T> task;
    private final Thread thread;

    private Waiting(Callable<T> call) {
        this.task = new FutureTask<>(call);
        this.thread = new Thread(this.task, "waiting");
    }

    static <T> Waiting<T> on(Callable<T> call) {
        Waiting<T> waiting = new Waiting<>(call);
        waiting.thread.start();
        Awaitility.await("a call that waits").atMost(Duration.ofSeconds(10)).until(waiting::isInNativeCall);
        return waiting;
    }

    /** Seen several times in a row: it is not on its way there. */
    private boolean isInNativeCall() {
        for (int i = 0; i < 3; i++) {
            StackTraceElement[] stack = this.thread.getStackTrace();
            if (stack.length == 0 || !stack[0].isNativeMethod()) {
                return false;
            }
        }
        return true;
    }

    Thread thread() {
        return this.thread;
    }

    T result() throws Exception {
        return this.task.get(10, TimeUnit.SECONDS);
    }

    Throwable failure() throws Exception {
        try {
            throw new AssertionError("it came to " + result());
        } catch (ExecutionException ex) {
            return ex.getCause();
        }
    }

    @Override
    public void close() throws Exception {
        this.thread.join(TimeUnit.SECONDS.toMillis(10));
    }
}
