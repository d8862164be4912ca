package io.peercred.connection;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicInteger;

import io.peercred.platform.UnixSockets;

/**
 * The descriptor of a connection, closed when its owner has said so and nobody is in a call on it any more: its number is
 * given to the next file at once. Thread-safe.
 */
final class Descriptor {

    private static final int CLOSED = 1 << 30;

    private final int fd;

    /** The calls in progress, and {@link #CLOSED} on top once the owner has closed it. */
    private final AtomicInteger uses = new AtomicInteger();

    Descriptor(int fd) {
        this.fd = fd;
    }

    /** The number, which is valid until {@link #exit()}. Throws if it has been closed. */
    int enter() throws ClosedChannelException {
        if (!tryEnter()) {
            throw new ClosedChannelException();
        }
        return this.fd;
    }

    private boolean tryEnter() {
        while (true) {
            int current = this.uses.get();
            if (current >= CLOSED) {
                return false;
            }
            if (this.uses.compareAndSet(current, current + 1)) {
                return true;
            }
        }
    }

    /** Ends a use that {@link #enter()} has begun. */
    void exit() throws IOException {
        if (this.uses.decrementAndGet() == CLOSED) {
            UnixSockets.close(this.fd);
        }
    }

    /** Ends both directions, which wakes whoever is in a call on it. */
    void shutdown() {
        if (!tryEnter()) {
            return;
        }
        try {
            try {
                UnixSockets.shutdown(this.fd);
            } finally {
                exit();
            }
        } catch (IOException ex) {
            // Not connected any more: nobody can be waiting.
        }
    }

    /** Lets nobody else in, and closes it when the last one is out. Closing again does nothing. */
    void close() throws IOException {
        shutdown();
        int before = this.uses.getAndUpdate(current -> current >= CLOSED ? current : current + CLOSED);
        if (before == 0) {
            UnixSockets.close(this.fd);
        }
    }
}
