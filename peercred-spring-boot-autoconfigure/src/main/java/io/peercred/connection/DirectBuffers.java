package io.peercred.connection;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Direct buffers that outlive their connection: allocating one zeroes it, and many short connections would run into the
 * limit of direct memory before the collector frees them. Thread-safe.
 */
final class DirectBuffers {

    private static final int CAPACITY = 16 * 1024;
    private static final int KEPT = 256;

    private static final ArrayBlockingQueue<ByteBuffer> FREE = new ArrayBlockingQueue<>(KEPT);

    private DirectBuffers() {}

    static ByteBuffer take() {
        ByteBuffer buffer = FREE.poll();
        return buffer == null ? ByteBuffer.allocateDirect(CAPACITY) : buffer.clear();
    }

    static void giveBack(ByteBuffer buffer) {
        FREE.offer(buffer);
    }
}
