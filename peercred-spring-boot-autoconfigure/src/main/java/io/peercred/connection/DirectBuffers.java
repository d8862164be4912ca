package io.peercred.connection;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Direct buffers that outlive their connection: allocating one zeroes it, and many short connections would run into the
 * limit of direct memory before the collector frees them. Thread-safe.
 */
final class DirectBuffers {

    /** For what a connection has under way, as long as it is lively. */
    static final DirectBuffers SMALL = new DirectBuffers(16 * 1024, 256);

    /** For one frame that is larger, while it is read or written: about what a socket holds. */
    static final DirectBuffers LARGE = new DirectBuffers(128 * 1024, 8);

    private final int capacity;
    private final ArrayBlockingQueue<ByteBuffer> free;

    private DirectBuffers(int capacity, int kept) {
        this.capacity = capacity;
        this.free = new ArrayBlockingQueue<>(kept);
    }

    /** Bytes in each. */
    int capacity() {
        return this.capacity;
    }

    ByteBuffer take() {
        ByteBuffer buffer = this.free.poll();
        return buffer == null ? ByteBuffer.allocateDirect(this.capacity) : buffer.clear();
    }

    void giveBack(ByteBuffer buffer) {
        this.free.offer(buffer);
    }
}
