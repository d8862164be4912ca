package io.peercred.connection;

import java.io.Closeable;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
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
}
