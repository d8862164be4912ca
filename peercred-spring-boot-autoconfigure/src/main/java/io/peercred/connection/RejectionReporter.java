package io.peercred.connection;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.ApplicationEventPublisher;

import io.peercred.credentials.OneLine;
import io.peercred.credentials.PeerRejectedEvent;
import io.peercred.credentials.PeerRejectedException;

/**
 * Tells of rejected peers: an event each, and a WARN line as often as somebody can read one. Thread-safe.
 *
 * <p>Listeners and the name service may take their time. So where peers wait to be accepted it happens on a thread of its
 * own, behind a queue that a flood of refusals overruns.
 */
public final class RejectionReporter implements AutoCloseable {

    private static final Log logger = LogFactory.getLog(RejectionReporter.class);

    private static final int QUEUED = 1024;

    /** The name service may take its time. */
    private static final long PATIENCE_MILLIS = 1000;

    private final ApplicationEventPublisher publisher;
    private final WarningLimiter limiter = new WarningLimiter();
    private final LongAdder overrun = new LongAdder();
    private final ThreadPoolExecutor events = executor("peercred-rejections");
    private final ThreadPoolExecutor lines = executor("peercred-rejection-log");

    /** Publishes to the application's listeners. */
    public RejectionReporter(ApplicationEventPublisher publisher) {
        this.publisher = publisher;
    }

    private ThreadPoolExecutor executor(String name) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1,
                1,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUED),
                task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                },
                (task, full) -> this.overrun.increment());
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Tells of it soon. What is logged is chosen first: a flood of one user's must not crowd out another's line. */
    void reportLater(PeerRejectedException rejection) {
        long untold = this.limiter.permit(rejection);
        if (untold >= 0) {
            this.lines.execute(() -> log(rejection, untold));
        }
        this.events.execute(() -> publish(rejection));
    }

    /** Tells of it now. */
    void report(PeerRejectedException rejection) {
        long untold = this.limiter.permit(rejection);
        if (untold >= 0) {
            log(rejection, untold);
        }
        publish(rejection);
    }

    private void log(PeerRejectedException rejection, long untold) {
        long dropped = this.overrun.sumThenReset();
        // A verifier's words among them.
        logger.warn(OneLine.of(String.valueOf(rejection.getMessage()))
                + (untold == 0 ? "" : " (and " + untold + " more that were not logged)")
                + (dropped == 0 ? "" : " (" + dropped + " events were dropped)"));
    }

    private void publish(PeerRejectedException rejection) {
        try {
            this.publisher.publishEvent(new PeerRejectedEvent(rejection));
        } catch (RuntimeException ex) {
            logger.error("A listener of PeerRejectedEvent failed", ex);
        }
    }

    /** Takes no more, and waits a moment for the lines that are still to be written: the process may end now. */
    @Override
    public void close() {
        this.events.shutdown();
        this.lines.shutdown();
        try {
            if (!this.lines.awaitTermination(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                logger.debug("Who was rejected last is told later, or never");
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
