package io.peercred.connection;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.peercred.platform.Epoll;

/**
 * The connections that have gone quiet. One thread waits for the next byte on any of them, so that threads follow those
 * that are busy, not those that are open.
 */
final class IdleConnections {

    private static final Log logger = LogFactory.getLog(IdleConnections.class);

    private static final int AT_ONCE = 64;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Epoll epoll;
    private final Consumer<InboundConnection> resume;
    private final Map<Long, InboundConnection> connections = new ConcurrentHashMap<>();
    private final AtomicLong keys = new AtomicLong();

    private IdleConnections(Epoll epoll, Consumer<InboundConnection> resume) {
        this.epoll = epoll;
        this.resume = resume;
    }

    /**
     * Starts the thread.
     *
     * @param resume called by it for each connection on which something has come; must not wait
     */
    static IdleConnections start(String threadName, Consumer<InboundConnection> resume) throws IOException {
        IdleConnections idle = new IdleConnections(Epoll.open(AT_ONCE), resume);
        boolean started = false;
        try {
            new Thread(idle::watch, threadName).start();
            started = true;
        } finally {
            if (!started) {
                idle.epoll.close();
            }
        }
        return idle;
    }

    /** Takes the connection over until something comes, which may be at once. Where it throws, it has not. */
    void add(InboundConnection connection) throws IOException {
        Long key = this.keys.getAndIncrement(); // One object, so that taking it out again asks for no memory.
        this.connections.put(key, connection);
        boolean watched = false;
        try {
            connection.watch(this.epoll, key);
            watched = true;
        } finally {
            if (!watched) {
                this.connections.remove(key);
            }
        }
    }

    private void watch() {
        long[] ready = new long[AT_ONCE];
        try {
            while (true) {
                int count = await(ready);
                for (int i = 0; i < count; i++) {
                    if (ready[i] == Epoll.WOKEN) {
                        return;
                    }
                    resume(ready[i]);
                }
            }
        } finally {
            close();
        }
    }

    /** Whatever happens, the thread goes on: it is the only one that all quiet connections have. */
    private void resume(long key) {
        try {
            InboundConnection connection = take(key);
            if (connection != null) {
                this.resume.accept(connection);
            }
        } catch (RuntimeException | Error ex) {
            // Not even the connection's end was possible without trouble.
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Until there is memory for it: what was reported once is not reported again. */
    private @Nullable InboundConnection take(long key) {
        while (true) {
            try {
                return this.connections.remove(key);
            } catch (OutOfMemoryError ex) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private int await(long[] ready) {
        try {
            return this.epoll.await(ready);
        } catch (IOException | RuntimeException | Error ex) {
            // Out of memory, most likely. Nothing is lost: that is before the wait, and what has come stays to be
            // reported.
            LockSupport.parkNanos(PAUSE_NANOS);
            return 0;
        }
    }

    /** Ends the thread. No connection may be left. */
    void stop() {
        try {
            this.epoll.wake();
        } catch (IOException ex) {
            logger.warn("A thread that waits for idle connections goes on without any: " + ex.getMessage());
        }
    }

    private void close() {
        try {
            this.epoll.close();
        } catch (IOException ex) {
            logger.debug("Closing an epoll descriptor", ex);
        }
    }
}
