package io.peercred.connection;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicInteger;

import io.peercred.platform.UnixSockets;

/**
 * The descriptor of a connection, closed when its owner has said so and nobody is in a call on it any more: its number is
 * given to the next file at once. Thread-safe.
 *
 * <p>junixsocket closes a descriptor by itself where a read or write ends with a reset, a broken pipe or the like. It
 * marks the {@link FileDescriptor} first, under that object's monitor; so whether the number still is ours is asked, and
 * the number used, under the same.
 */
final class Descriptor {

    private static final int CLOSED = 1 << 30;

    private final int number;
    private final FileDescriptor file;
    private final Closing closing;

    /** The calls in progress, and {@link #CLOSED} on top once the owner has closed it. */
    private final AtomicInteger uses = new AtomicInteger();

    /** Closes a descriptor, which may wait for as long as the peer likes. */
    interface Closing {
        void close(int fd) throws IOException;
    }

    /**
     * Takes a descriptor over.
     *
     * @param number the descriptor
     * @param file the same, as junixsocket knows it
     * @param closing of a socket that holds what was not read
     */
    Descriptor(int number, FileDescriptor file, Closing closing) {
        this.number = number;
        this.file = file;
        this.closing = closing;
    }

    /** A call that does not wait. */
    interface Query {
        boolean of(int number) throws IOException;
    }

    /** Asks something of the number; {@code closed} where it is not ours any more. */
    boolean ask(Query query, boolean closed) throws IOException {
        synchronized (this.file) {
            return this.file.valid() ? query.of(this.number) : closed;
        }
    }

    /** The number, for a call between {@link #enter()} and {@link #exit()}. Throws where junixsocket has closed it. */
    int number() throws ClosedChannelException {
        if (!this.file.valid()) {
            throw new ClosedChannelException();
        }
        return this.number;
    }

    /** Keeps the number from being given away until {@link #exit()}. Throws if the owner has closed it. */
    void enter() throws ClosedChannelException {
        while (true) {
            int current = this.uses.get();
            if (current >= CLOSED) {
                throw new ClosedChannelException();
            }
            if (this.uses.compareAndSet(current, current + 1)) {
                return;
            }
        }
    }

    /** Ends a use that {@link #enter()} has begun. */
    void exit() throws IOException {
        if (this.uses.decrementAndGet() == CLOSED) {
            free();
        }
    }

    /** Ends both directions, which wakes whoever is in a call on it. */
    void shutdown() {
        try {
            ask(
                    fd -> {
                        UnixSockets.shutdown(fd);
                        return true;
                    },
                    true);
        } catch (IOException ex) {
            // Not connected any more: nobody can be waiting.
        }
    }

    /** Lets nobody else in, and closes it when the last one is out. Closing again does nothing. */
    void close() throws IOException {
        try {
            shutdown();
        } finally { // Which may have found no memory; the number is not lost by that.
            int before = this.uses.getAndUpdate(current -> current >= CLOSED ? current : current + CLOSED);
            if (before == 0) {
                free();
            }
        }
    }

    /**
     * Closes the socket without the monitor that {@link #ask} takes, which the JDK closes descriptors under. What the peer
     * has sent may hold sockets, and closing the last descriptor of one waits for as long as the peer likes (SO_LINGER).
     */
    private void free() throws IOException {
        int last = lastDescriptor();
        try {
            free(this.file);
        } finally {
            if (last >= 0) {
                this.closing.close(last);
            }
        }
    }

    /** Another one of the socket where something was sent that was not read; -1 where closing cannot wait. */
    private int lastDescriptor() {
        try {
            synchronized (this.file) {
                return this.file.valid() && UnixSockets.available(this.number) > 0
                        ? UnixSockets.duplicate(this.number)
                        : -1;
            }
        } catch (IOException ex) {
            return -1; // At the limit of descriptors it is closed under the monitor.
        }
    }

    /** Closes a descriptor if junixsocket has not, and marks it closed for junixsocket, by what the JDK has for both. */
    static void free(FileDescriptor file) throws IOException {
        new FileInputStream(file).close();
    }
}
