package io.peercred.credentials;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.peercred.platform.Epoll;
import io.peercred.platform.PidFd;

/**
 * Waits for the exits of processes by one thread, which is there while there is anything to wait for. Thread-safe.
 */
final class ExitWatcher {

    static final ExitWatcher INSTANCE = new ExitWatcher("peercred-exits");

    private static final Log logger = LogFactory.getLog(ExitWatcher.class);

    private static final int AT_ONCE = 64;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final String threadName;
    private @Nullable Round current;
    private long lastKey;

    private ExitWatcher(String threadName) {
        this.threadName = threadName;
    }

    /** From the first process that is watched until there is none left. What it has is under the watcher's monitor. */
    private static final class Round {

        final Epoll epoll;
        final Map<Long, Runnable> watched = new HashMap<>();

        Round(Epoll epoll) {
            this.epoll = epoll;
        }
    }

    /**
     * Has {@code onExit} called once when the process exits, or has exited already.
     *
     * @param onExit called by the thread that waits for all; must not wait, nor throw
     * @return a key to {@link #forget} it by
     */
    synchronized long watch(PidFd process, Runnable onExit) throws IOException {
        Round round = this.current;
        if (round == null) {
            round = start();
        }
        long key = ++this.lastKey;
        round.watched.put(key, onExit);
        boolean added = false;
        try {
            process.watch(round.epoll, key);
            added = true;
        } finally {
            if (!added) {
                forget(key);
            }
        }
        return key;
    }

    /** Watches it no more; to be called before its descriptor is closed. */
    synchronized void forget(long key) {
        Round round = this.current;
        if (round != null && round.watched.remove(key) != null && round.watched.isEmpty()) {
            this.current = null;
            try {
                round.epoll.wake();
            } catch (IOException ex) {
                logger.warn("A thread that waits for the exits of processes goes on without any: " + ex.getMessage());
            }
        }
    }

    private Round start() throws IOException {
        Round round = new Round(Epoll.open(AT_ONCE));
        boolean started = false;
        try {
            Thread thread = new Thread(() -> run(round), this.threadName);
            thread.setDaemon(true);
            thread.start();
            started = true;
        } finally {
            if (!started) {
                round.epoll.close();
            }
        }
        this.current = round;
        return round;
    }

    private void run(Round round) {
        long[] ready = new long[AT_ONCE];
        try {
            boolean more = true;
            while (more) {
                int count = await(round, ready);
                for (int i = 0; i < count; i++) {
                    more &= ready[i] != Epoll.WOKEN && tell(round, ready[i]);
                }
            }
        } finally {
            abandon(round);
            close(round);
        }
    }

    /** What an Error left unwatched counts as exited: a connection too many is ended rather than one too few. */
    private void abandon(Round round) {
        List<Runnable> unwatched;
        synchronized (this) {
            if (this.current == round) {
                this.current = null;
            }
            unwatched = List.copyOf(round.watched.values());
            round.watched.clear();
        }
        unwatched.forEach(Runnable::run);
    }

    /** False if it was the last one. */
    private boolean tell(Round round, long key) {
        Runnable onExit;
        boolean last;
        synchronized (this) {
            onExit = round.watched.remove(key);
            last = onExit != null && round.watched.isEmpty();
            if (last) {
                this.current = null;
            }
        }
        if (onExit != null) {
            onExit.run();
        }
        return !last;
    }

    private static int await(Round round, long[] ready) {
        try {
            return round.epoll.await(ready);
        } catch (IOException | RuntimeException | Error ex) {
            // Out of memory, most likely. Nothing is lost: an exit stays to be reported.
            LockSupport.parkNanos(PAUSE_NANOS);
            return 0;
        }
    }

    private static void close(Round round) {
        try {
            round.epoll.close();
        } catch (IOException ex) {
            logger.debug("Closing an epoll descriptor", ex);
        }
    }
}
