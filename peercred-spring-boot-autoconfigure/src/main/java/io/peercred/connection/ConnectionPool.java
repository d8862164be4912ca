package io.peercred.connection;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.DestroyMode;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;

import io.peercred.credentials.PeerRejectedException;

/**
 * The connections of an outbound endpoint, in use and idle. Thread-safe.
 *
 * <p>What is pooled is the right to have a connection; its borrower opens one with its own deadline where there is none
 * that still is as the last exchange left it.
 */
final class ConnectionPool implements AutoCloseable {

    private final OutboundSettings settings;
    private final ClientConnectionFactory factory;
    private final GenericObjectPool<Slot> slots;
    private final OutboundCounters counters = new OutboundCounters();
    private final Set<VerifiedConnection> connections = ConcurrentHashMap.newKeySet();

    ConnectionPool(OutboundSettings settings, ClientConnectionFactory factory) {
        this.settings = settings;
        this.factory = factory;
        OutboundSettings.PoolSettings pool = settings.pool();
        GenericObjectPoolConfig<Slot> config = new GenericObjectPoolConfig<>();
        config.setMaxTotal(pool.maxActive());
        config.setMaxIdle(pool.maxIdle());
        config.setMinEvictableIdleDuration(pool.maxIdleTime());
        config.setTimeBetweenEvictionRuns(
                pool.maxIdleTime().dividedBy(2).compareTo(Duration.ofMillis(50)) < 0
                        ? Duration.ofMillis(50)
                        : pool.maxIdleTime().dividedBy(2));
        config.setNumTestsPerEvictionRun(Integer.MAX_VALUE);
        config.setJmxEnabled(false);
        this.slots = new GenericObjectPool<>(new SlotFactory(), config);
    }

    /** Waits for the right to a connection, until {@code end} at the latest. */
    Slot borrow(long end) throws IOException {
        Duration wait = Duration.ofNanos(Math.max(0, end - Deadlines.now()));
        Duration maxWait = this.settings.pool().maxWait();
        if (maxWait != null && maxWait.compareTo(wait) < 0) {
            wait = maxWait;
        }
        try {
            return this.slots.borrowObject(wait);
        } catch (NoSuchElementException ex) {
            SocketTimeoutException timeout = new SocketTimeoutException(
                    "No connection to " + this.settings.endpoint() + " became free in time; all "
                            + this.settings.pool().maxActive() + " are in use (pool.max-active)");
            timeout.initCause(ex);
            throw timeout;
        } catch (InterruptedException ex) {
            if (this.slots.isClosed()) {
                throw closed(ex); // Closing the pool interrupts who waits for it; nobody else has.
            }
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(
                    "Interrupted while waiting for a connection to " + this.settings.endpoint());
        } catch (IllegalStateException ex) {
            throw closed(ex);
        } catch (IOException | RuntimeException ex) {
            throw ex;
        } catch (Exception ex) {
            throw new IOException(ex);
        }
    }

    OutboundCounters counters() {
        return this.counters;
    }

    /** Those that are open, in use or not. */
    Set<VerifiedConnection> connections() {
        return this.connections;
    }

    PoolStatus status() {
        return new PoolStatus(
                this.slots.getNumActive(),
                this.slots.getNumIdle(),
                this.slots.getNumWaiters(),
                this.slots.getMaxTotal());
    }

    private VerifiedConnection open(long end, Ancillary taken) throws IOException {
        try {
            VerifiedConnection opened = this.factory.open(end, taken);
            this.counters.opened.increment();
            return opened;
        } catch (PeerRejectedException ex) {
            this.counters.rejected.add(ex);
            throw ex;
        }
    }

    private IOException closed(Exception cause) {
        return new IOException(this.settings.endpoint() + " is closed", cause);
    }

    @Override
    public void close() {
        this.slots.close();
    }

    /** The right to one connection. Returned or dropped exactly once, by closing it. */
    final class Slot implements Closeable {

        private @Nullable FramedConnection connection;
        private boolean whole;
        private boolean kept;

        /** The connection that is there if nothing has happened to it, else a new one. Its deadline is {@code end}. */
        FramedConnection connection(long end) throws IOException {
            this.whole = false;
            FramedConnection current = this.connection;
            if (current != null && current.isQuiet()) {
                this.kept = true;
                current.deadline().armAt(end);
                return current;
            }
            return newConnection(end);
        }

        /** Whether the connection is one that served an exchange before, so that its peer may have ended it since. */
        boolean isKept() {
            return this.kept;
        }

        /** A new connection whose peer has said nothing yet. Its deadline is {@code end}. */
        FramedConnection newConnection(long end) throws IOException {
            FramedConnection fresh = freshConnection(
                    end,
                    ConnectionPool.this.settings.maxFileDescriptors() > 0
                            ? Ancillary.CREDENTIALS_AND_FILES
                            : Ancillary.NONE);
            if (!fresh.isQuiet()) {
                requireSilence(fresh);
            }
            return fresh;
        }

        private void requireSilence(FramedConnection fresh) throws IOException {
            if (fresh.awaitFrame()) {
                throw new FrameException("the peer of " + fresh.connection().endpoint()
                        + " speaks before it is asked; nothing was sent");
            }
            throw new PeerClosedException("The peer of " + fresh.connection().endpoint() + " ("
                    + fresh.connection().peer() + ") closed the connection at once; it refused us. Nothing was sent");
        }

        /** A new connection. Its deadline is {@code end}. */
        FramedConnection freshConnection(long end, Ancillary taken) throws IOException {
            this.whole = false;
            this.kept = false;
            drop();
            FramedConnection opened = FramedConnection.over(
                    ConnectionPool.this.open(end, taken),
                    ConnectionPool.this.settings.codec(),
                    ConnectionPool.this.settings.maxMessageSize(),
                    new FrameAncillary(
                            ConnectionPool.this.settings.endpoint(),
                            false,
                            ConnectionPool.this.settings.maxFileDescriptors()));
            this.connection = opened;
            ConnectionPool.this.connections.add(opened.connection());
            opened.deadline().armAt(end);
            return opened;
        }

        /** Says that the exchange was complete, so that the connection may serve another. */
        void complete() {
            this.whole = this.connection != null
                    && !this.connection.hasUnread()
                    && this.connection.deadline().disarm();
        }

        @Override
        public void close() throws IOException {
            if (this.whole
                    && this.connection != null
                    && this.connection.connection().isOpen()) {
                ConnectionPool.this.slots.returnObject(this);
                return;
            }
            try {
                ConnectionPool.this.slots.invalidateObject(this);
            } catch (IOException | RuntimeException ex) {
                throw ex;
            } catch (Exception ex) {
                throw new IOException(ex);
            }
        }

        private void drop() throws IOException {
            FramedConnection current = this.connection;
            if (current != null) {
                this.connection = null;
                ConnectionPool.this.connections.remove(current.connection());
                ConnectionPool.this.counters.closed.increment();
                current.close();
            }
        }
    }

    private final class SlotFactory extends BasePooledObjectFactory<Slot> {

        @Override
        public Slot create() {
            return new Slot();
        }

        @Override
        public PooledObject<Slot> wrap(Slot slot) {
            return new DefaultPooledObject<>(slot);
        }

        @Override
        public void destroyObject(PooledObject<Slot> slot) throws IOException {
            slot.getObject().drop();
        }

        @Override
        public void destroyObject(PooledObject<Slot> slot, DestroyMode mode) throws IOException {
            destroyObject(slot);
        }
    }
}
