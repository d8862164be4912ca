package io.peercred.platform;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import com.sun.jna.Platform;

/**
 * Waits for the next byte on any of many descriptors (epoll(7)). Thread-safe, but {@link #await} and {@link #close} are
 * one thread's.
 *
 * <p>What is watched is told by keys, never by descriptors: a number may belong to another file by then.
 */
public final class Epoll implements Closeable {

    /** What {@link #await} returns after {@link #wake}. */
    public static final long WOKEN = -1;

    /** The structure is packed on x86-64 only. */
    private static final int EVENT_BYTES = Platform.isIntel() ? 12 : 16;

    private static final int KEY_OFFSET = EVENT_BYTES - Long.BYTES;

    private final int fd;
    private final int waker;
    private final byte[] events;
    private final ByteBuffer reported;

    private Epoll(int fd, int waker, int capacity) {
        this.fd = fd;
        this.waker = waker;
        this.events = new byte[capacity * EVENT_BYTES];
        this.reported = ByteBuffer.wrap(this.events).order(ByteOrder.nativeOrder());
    }

    /**
     * Opens one; it holds two descriptors.
     *
     * @param capacity how many keys one {@link #await} may return
     */
    public static Epoll open(int capacity) throws IOException {
        int fd = NativeCall.run("epoll_create1", () -> LibC.epoll_create1(LibC.EPOLL_CLOEXEC));
        try {
            // Readable from the beginning, and watched from the wake on.
            int waker = NativeCall.run("eventfd", () -> LibC.eventfd(1, LibC.EFD_CLOEXEC));
            return new Epoll(fd, waker, capacity);
        } catch (IOException ex) {
            UnixSockets.close(fd);
            throw ex;
        }
    }

    /** Reports {@code key} once there are bytes, the stream's end or an error; then not again before {@link #rearm}. */
    public void add(int descriptor, long key) throws IOException {
        control(LibC.EPOLL_CTL_ADD, descriptor, key);
    }

    /** Reports {@code key} once more. */
    public void rearm(int descriptor, long key) throws IOException {
        control(LibC.EPOLL_CTL_MOD, descriptor, key);
    }

    private void control(int operation, int descriptor, long key) throws IOException {
        byte[] event = ByteBuffer.allocate(EVENT_BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(0, LibC.EPOLLIN | LibC.EPOLLRDHUP | LibC.EPOLLONESHOT)
                .putLong(KEY_OFFSET, key)
                .array();
        NativeCall.run("epoll_ctl", () -> LibC.epoll_ctl(this.fd, operation, descriptor, event));
    }

    /**
     * Waits.
     *
     * @param keys filled from its beginning
     * @return how many
     */
    public int await(long[] keys) throws IOException {
        int capacity = Math.min(keys.length, this.events.length / EVENT_BYTES);
        int count = NativeCall.run("epoll_wait", () -> LibC.epoll_wait(this.fd, this.events, capacity, -1));
        // From here on without memory of its own: each key is reported once, and must not be lost.
        for (int i = 0; i < count; i++) {
            keys[i] = this.reported.getLong(i * EVENT_BYTES + KEY_OFFSET);
        }
        return count;
    }

    /** Makes {@link #await} return {@link #WOKEN}. To be called once. */
    public void wake() throws IOException {
        add(this.waker, WOKEN);
    }

    @Override
    public void close() throws IOException {
        try {
            UnixSockets.close(this.waker);
        } finally {
            UnixSockets.close(this.fd);
        }
    }
}
