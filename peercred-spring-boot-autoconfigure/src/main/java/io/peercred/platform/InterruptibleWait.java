package io.peercred.platform;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Waits until a descriptor is readable, or until another thread ends the wait: for a socket that others hold too, which
 * must not be shut down for that. One thread waits; that one closes it.
 */
public final class InterruptibleWait implements Closeable {

    private static final int POLLFD = 8;
    private static final int REVENTS = 6;

    private final int waker;

    private InterruptibleWait(int waker) {
        this.waker = waker;
    }

    /** Opens one; it holds a descriptor. */
    public static InterruptibleWait open() throws IOException {
        return new InterruptibleWait(NativeCall.run("eventfd", () -> LibC.eventfd(0, LibC.EFD_CLOEXEC)));
    }

    /** True if there is something to read or to accept, an error included; false for good after {@link #end}. */
    public boolean await(int fd) throws IOException {
        CallMemory memory = CallMemory.ofThread();
        ByteBuffer bytes = memory.bytes();
        bytes.putInt(0, fd).putShort(4, LibC.POLLIN).putShort(REVENTS, (short) 0);
        bytes.putInt(POLLFD, this.waker).putShort(POLLFD + 4, LibC.POLLIN).putShort(POLLFD + REVENTS, (short) 0);
        NativeCall.run("poll", () -> LibC.poll(memory.address(), 2, -1));
        return bytes.getShort(POLLFD + REVENTS) == 0;
    }

    /** Ends this wait and all further ones. Not to be called after {@link #close}. */
    public void end() throws IOException {
        byte[] one = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(1)
                .array();
        NativeCall.run("write eventfd", () -> LibC.write(this.waker, one, one.length));
    }

    @Override
    public void close() throws IOException {
        UnixSockets.close(this.waker);
    }
}
