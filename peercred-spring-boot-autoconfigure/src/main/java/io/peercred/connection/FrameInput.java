package io.peercred.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes of a connection, for a {@link FrameCodec} to take frames from. Not thread-safe.
 *
 * <p>Memory grows with what has arrived, not with what was announced. The end of the stream within a frame is a
 * {@link FrameException}: a frame cut short is none.
 */
public final class FrameInput {

    private static final int FIRST_ALLOCATION = 1 << 16;
    private static final int GROWTH = 16;

    private final Source source;
    private final ByteBuffer buffer;
    private final int limit;

    /** Where the bytes come from. */
    interface Source {
        /** Reads; returns 0 where nothing has come for a while, -1 at the end of the stream. */
        int read(ByteBuffer target) throws IOException;
    }

    /** What there is to take. */
    enum Arrival {
        BYTES,
        NOTHING_YET,
        END
    }

    /** Reads through {@code buffer}, which must be empty and stay this input's own. */
    FrameInput(Source source, ByteBuffer buffer, int limit) {
        this.source = source;
        this.buffer = buffer.clear().limit(0);
        this.limit = limit;
    }

    /** The largest payload allowed, in bytes. */
    public int limit() {
        return this.limit;
    }

    /** Waits for the next byte, for a while, and leaves it there. */
    Arrival awaitForAWhile() throws IOException {
        return this.buffer.hasRemaining() ? Arrival.BYTES : fill();
    }

    /** Waits for the next byte and leaves it there. False at the end of the stream. */
    boolean await() throws IOException {
        Arrival arrival = awaitForAWhile();
        while (arrival == Arrival.NOTHING_YET) {
            arrival = fill();
        }
        return arrival == Arrival.BYTES;
    }

    /** Whether bytes have arrived that nobody has taken yet. */
    boolean hasUnread() {
        return this.buffer.hasRemaining();
    }

    /** The next byte, which must have come; it is left there. */
    byte peek() {
        return this.buffer.get(this.buffer.position());
    }

    /** Takes four bytes, the most significant one first. */
    public int readInt() throws IOException {
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            require();
            value = value << 8 | this.buffer.get() & 0xFF;
        }
        return value;
    }

    /**
     * Takes exactly {@code length} bytes.
     *
     * @throws FrameException if that is negative or more than {@link #limit()}, or the stream ends before
     */
    public byte[] readBytes(int length) throws IOException {
        if (length < 0) {
            throw new FrameException("a frame of negative length " + length);
        }
        return readBytes(length, this.limit);
    }

    /** The same, with a limit of its own. */
    byte[] readBytes(int length, int most) throws IOException {
        if (length > most) {
            throw tooLong();
        }
        byte[] bytes = new byte[Math.min(length, FIRST_ALLOCATION)];
        int count = take(bytes, 0);
        // Not for what was only announced: most of a small buffer has come, and more than it holds is to come.
        while (count < length) {
            if (count > this.buffer.capacity() / 2 && length - count > this.buffer.capacity()) {
                return readThroughLargeBuffer(bytes, count, length);
            }
            require();
            bytes = withRoom(bytes, count, length);
            count += take(bytes, count);
        }
        return bytes;
    }

    private byte[] readThroughLargeBuffer(byte[] bytes, int count, int length) throws IOException {
        ByteBuffer large = DirectBuffers.LARGE.take();
        try {
            return readThrough(large, bytes, count, length);
        } finally {
            DirectBuffers.LARGE.giveBack(large);
        }
    }

    /** Reads no further than the frame, so that nothing is left in a buffer that goes back. */
    private byte[] readThrough(ByteBuffer large, byte[] start, int startCount, int length) throws IOException {
        byte[] bytes = start;
        int count = startCount;
        while (count < length) {
            large.clear().limit(Math.min(large.capacity(), length - count));
            int read = this.source.read(large);
            if (read < 0) {
                throw cutShort();
            }
            large.flip();
            while (large.hasRemaining()) {
                bytes = withRoom(bytes, count, length);
                int part = Math.min(large.remaining(), bytes.length - count);
                large.get(bytes, count, part);
                count += part;
            }
        }
        return bytes;
    }

    private int take(byte[] target, int offset) {
        int part = Math.min(this.buffer.remaining(), target.length - offset);
        this.buffer.get(target, offset, part);
        return part;
    }

    private static byte[] withRoom(byte[] bytes, int count, int length) {
        return count < bytes.length
                ? bytes
                : Arrays.copyOf(bytes, (int) Math.min(length, (long) bytes.length * GROWTH));
    }

    /** Takes the bytes before the next {@code terminator}, and drops that. */
    public byte[] readUntil(byte... terminator) throws IOException {
        byte last = terminator[terminator.length - 1];
        byte[] bytes = new byte[0];
        int count = 0;
        while (true) {
            require();
            int part = lengthThrough(last);
            bytes = append(bytes, count, part);
            count += part;
            int length = count - terminator.length;
            if (endsWith(bytes, count, terminator)) {
                if (length > this.limit) {
                    throw tooLong();
                }
                return Arrays.copyOf(bytes, length);
            }
            if (length >= this.limit) {
                throw tooLong();
            }
        }
    }

    /** Takes all bytes up to the end of the stream. */
    public byte[] readToEnd() throws IOException {
        byte[] bytes = new byte[0];
        int count = 0;
        while (await()) {
            int part = this.buffer.remaining();
            if ((long) count + part > this.limit) {
                throw tooLong();
            }
            bytes = append(bytes, count, part);
            count += part;
        }
        return Arrays.copyOf(bytes, count);
    }

    private byte[] append(byte[] bytes, int count, int part) {
        byte[] target = bytes;
        if (count + part > bytes.length) {
            int room = (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(count + (long) part, count * 2L));
            target = Arrays.copyOf(bytes, room);
        }
        this.buffer.get(target, count, part);
        return target;
    }

    private int lengthThrough(byte last) {
        for (int i = this.buffer.position(); i < this.buffer.limit(); i++) {
            if (this.buffer.get(i) == last) {
                return i + 1 - this.buffer.position();
            }
        }
        return this.buffer.remaining();
    }

    private static boolean endsWith(byte[] bytes, int count, byte[] end) {
        return count >= end.length && Arrays.equals(bytes, count - end.length, count, end, 0, end.length);
    }

    private void require() throws IOException {
        if (!await()) {
            throw cutShort();
        }
    }

    private Arrival fill() throws IOException {
        this.buffer.clear();
        int count = -1;
        try {
            count = this.source.read(this.buffer);
        } finally {
            this.buffer.limit(Math.max(count, 0)).position(0);
        }
        return count > 0 ? Arrival.BYTES : count == 0 ? Arrival.NOTHING_YET : Arrival.END;
    }

    private static FrameException cutShort() {
        return new FrameException("the stream ended within a frame");
    }

    private FrameException tooLong() {
        return new FrameException("a frame larger than the " + this.limit + " bytes of max-message-size");
    }
}
