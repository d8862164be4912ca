package io.peercred.connection;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * The moment by which the present step of one connection must be over.
 *
 * <p>Arming and disarming is two volatile accesses: the timer is asked to look again only where it would look too late.
 * Armed by the connection's owner; expires on the timer's thread, at most once and for good.
 */
final class Deadline {

    private static final long NONE = Long.MAX_VALUE;
    private static final long EXPIRED = Long.MIN_VALUE;

    private final Deadlines deadlines;
    private final Runnable onExpiry;
    private final AtomicLong end = new AtomicLong(NONE);
    private volatile long nextLook = NONE;
    private @Nullable Future<?> look;

    Deadline(Deadlines deadlines, Runnable onExpiry) {
        this.deadlines = deadlines;
        this.onExpiry = onExpiry;
    }

    /** One more by the same timer, for another purpose. */
    Deadline another(Runnable otherwise) {
        return new Deadline(this.deadlines, otherwise);
    }

    /** Must be over after {@code timeout} from now. */
    void arm(Duration timeout) {
        armAt(endAfter(timeout));
    }

    /** Must be over by {@code newEnd} on the clock of {@link Deadlines#now()}. */
    void armAt(long newEnd) {
        long current = this.end.get();
        if (current != EXPIRED && this.end.compareAndSet(current, newEnd) && this.nextLook > newEnd) {
            lookAt(newEnd);
        }
    }

    /** Lifts the deadline. False if it has expired before. */
    boolean disarm() {
        long current = this.end.get();
        return current != EXPIRED && this.end.compareAndSet(current, NONE);
    }

    boolean hasExpired() {
        return this.end.get() == EXPIRED;
    }

    /** Forgets the connection, so that the timer does not keep it. */
    synchronized void close() {
        disarm();
        if (this.look != null) {
            this.look.cancel(false);
        }
    }

    static long endAfter(Duration timeout) {
        long now = Deadlines.now();
        try {
            return Math.addExact(now, timeout.toNanos());
        } catch (ArithmeticException ex) {
            return NONE - 1;
        }
    }

    private synchronized void lookAt(long when) {
        if (this.nextLook <= when) {
            return;
        }
        if (this.look != null) {
            this.look.cancel(false);
        }
        this.nextLook = when;
        try {
            this.look = this.deadlines.schedule(this::look, Math.max(0, when - Deadlines.now()));
        } catch (RejectedExecutionException ex) {
            expire(this.end.get()); // The timer is closed, and so is everything that it guards.
        }
    }

    private synchronized void look() {
        this.nextLook = NONE;
        long current = this.end.get();
        if (current == NONE || current == EXPIRED) {
            return;
        }
        if (Deadlines.now() < current) {
            lookAt(current);
        } else {
            expire(current);
        }
    }

    private void expire(long current) {
        if (current != EXPIRED && this.end.compareAndSet(current, EXPIRED)) {
            this.onExpiry.run();
        }
    }
}
