package io.peercred.connection;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Who waits for another thread can be interrupted, and what comes of it then is not lost. */
@Timeout(20)
class PlatformThreadsTests {

    private static final Closeable NOTHING = () -> {};

    private final CountDownLatch closed = new CountDownLatch(1);

    @Test
    void aResultThatNobodyWaitsForAnyMoreIsClosed() throws InterruptedException {
        Thread caller = Thread.currentThread();
        CountDownLatch gone = new CountDownLatch(1);
        assertThatExceptionOfType(InterruptedIOException.class)
                .isThrownBy(() -> PlatformThreads.<Closeable>callElsewhere(
                        () -> {
                            caller.interrupt();
                            awaitUninterruptibly(gone);
                            return this.closed::countDown;
                        },
                        NOTHING));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(this.closed.getCount()).isEqualTo(1);
        gone.countDown();
        assertThat(this.closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                latch.await();
                done = true;
            } catch (InterruptedException ex) {
                // What the caller leaves behind is interrupted, and goes on.
            }
        }
    }

    /** Such as the authentication of somebody else's peer. */
    @Test
    void aCallFindsNothingOfTheCallerThatItsThreadWasMadeFor() throws Exception {
        InheritableThreadLocal<String> secret = new InheritableThreadLocal<>();
        secret.set("the first caller's");
        CountDownLatch together = new CountDownLatch(8); // More than are left of others.
        List<Callable<String>> calls = Collections.nCopies(8, () -> {
            secret.set("a caller's");
            return PlatformThreads.callElsewhere(
                    () -> {
                        together.countDown();
                        try {
                            together.await();
                        } catch (InterruptedException ex) {
                            throw new IOException(ex);
                        }
                        return String.valueOf(secret.get());
                    },
                    () -> {});
        });
        ExecutorService callers = Executors.newCachedThreadPool();
        try {
            for (Future<String> each : callers.invokeAll(calls)) {
                assertThat(each.get()).isEqualTo("null");
            }
        } finally {
            callers.shutdownNow();
        }
    }
}
