package io.peercred.connection;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.management.ThreadMXBean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class DeadlineTests {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final AtomicInteger expiries = new AtomicInteger();

    @AutoClose
    private final Deadlines deadlines = new Deadlines();

    private final Deadline deadline = this.deadlines.deadline(this.expiries::incrementAndGet);

    private void awaitExpiry() {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(this.deadline::hasExpired);
        Awaitility.await().until(() -> this.expiries.get() == 1);
    }

    private static void pass(Duration time) {
        long start = System.nanoTime();
        Awaitility.await().atMost(LONG).until(() -> System.nanoTime() - start > time.toNanos());
    }

    @Test
    void expiresNotBeforeItsTime() {
        long start = System.nanoTime();
        this.deadline.arm(SHORT);
        awaitExpiry();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
    }

    @Test
    void expiresOnceAndForGood() {
        this.deadline.arm(SHORT);
        awaitExpiry();
        this.deadline.arm(SHORT);
        assertThat(this.deadline.disarm()).isFalse();
        pass(SHORT.multipliedBy(3));
        assertThat(this.expiries).hasValue(1);
        assertThat(this.deadline.hasExpired()).isTrue();
    }

    @Test
    void doesNotExpireDisarmed() {
        this.deadline.arm(SHORT);
        assertThat(this.deadline.disarm()).isTrue();
        pass(SHORT.multipliedBy(3));
        assertThat(this.expiries).hasValue(0);
    }

    @Test
    void expiresLaterWhereItWasArmedAgainForLater() {
        this.deadline.arm(SHORT);
        this.deadline.arm(Duration.ofMillis(400));
        pass(SHORT.multipliedBy(3));
        assertThat(this.expiries).hasValue(0);
        awaitExpiry();
    }

    @Test
    void expiresEarlierWhereItWasArmedAgainForEarlier() {
        this.deadline.arm(LONG);
        this.deadline.arm(SHORT);
        awaitExpiry();
    }

    @Test
    void expiresAfterItWasDisarmedAndArmedAgainForEarlier() {
        this.deadline.arm(LONG);
        this.deadline.disarm();
        this.deadline.arm(SHORT);
        awaitExpiry();
    }

    @Test
    void aTimeBeyondTheClockIsNever() {
        this.deadline.arm(Duration.ofSeconds(Long.MAX_VALUE));
        pass(SHORT);
        assertThat(this.deadline.hasExpired()).isFalse();
        this.deadline.arm(SHORT);
        awaitExpiry();
    }

    @Test
    void aTimeThatIsOverExpires() {
        this.deadline.armAt(Deadlines.now() - 1);
        awaitExpiry();
    }

    /** However the owner's disarming meets the timer's look, one of them wins and both agree which. */
    @Test
    void eitherExpiresOrIsDisarmed() {
        for (int i = 0; i < 2000; i++) {
            AtomicInteger count = new AtomicInteger();
            Deadline each = this.deadlines.deadline(count::incrementAndGet);
            each.armAt(Deadlines.now() + 20_000);
            for (int spin = 0; spin < i % 50; spin++) {
                Thread.onSpinWait();
            }
            if (each.disarm()) {
                assertThat(each.hasExpired()).isFalse();
                assertThat(count).hasValue(0);
            } else {
                Awaitility.await().until(() -> count.get() == 1);
            }
        }
    }

    /** Each look that is scheduled is an object; 10,000 of them would show. */
    @Test
    void armingAgainAndAgainDoesNotScheduleAgainAndAgain() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        armManyTimes();
        long before = threads.getCurrentThreadAllocatedBytes();
        armManyTimes();
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
    }

    private void armManyTimes() {
        for (int i = 0; i < 10_000; i++) {
            this.deadline.arm(LONG);
            this.deadline.disarm();
        }
    }

    @Test
    void aClosedOneIsForgotten() {
        Object guarded = armAndClose();
        WeakReference<Object> reference = new WeakReference<>(guarded);
        guarded = null;
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            System.gc();
            return reference.get() == null;
        });
    }

    private Object armAndClose() {
        Object guarded = new Object();
        Deadline each = this.deadlines.deadline(guarded::hashCode);
        each.arm(LONG);
        each.close();
        return guarded;
    }

    @Test
    void whatIsArmedAfterTheTimerWasClosedExpiresAtOnce() {
        this.deadlines.close();
        this.deadline.arm(LONG);
        assertThat(this.deadline.hasExpired()).isTrue();
        assertThat(this.expiries).hasValue(1);
    }
}
