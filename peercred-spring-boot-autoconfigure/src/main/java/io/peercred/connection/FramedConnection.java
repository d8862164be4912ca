package io.peercred.connection;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Frames over a verified connection. Belongs to one thread at a time, which also closes it. */
final class FramedConnection implements Closeable {

    /** Reads behind an answer; more than a socket holds. */
    private static final int LOOKS = 64;

    private final VerifiedConnection connection;
    private final FrameCodec codec;
    private final ByteBuffer in;
    private final ByteBuffer out;
    private final FrameInput input;
    private boolean spokenOutOfTurn;
    private boolean closed;

    private FramedConnection(
            VerifiedConnection connection, FrameCodec codec, int maxMessageSize, ByteBuffer in, ByteBuffer out) {
        this.connection = connection;
        this.codec = codec;
        this.in = in;
        this.out = out;
        this.input = new FrameInput(connection::readWhileLively, in, maxMessageSize);
    }

    /** Takes over the connection, which is closed where there is no direct memory left for it. */
    static FramedConnection over(VerifiedConnection connection, FrameCodec codec, int maxMessageSize)
            throws IOException {
        ByteBuffer in = null;
        ByteBuffer out = null;
        try {
            in = DirectBuffers.SMALL.take();
            out = DirectBuffers.SMALL.take();
            return new FramedConnection(connection, codec, maxMessageSize, in, out);
        } finally {
            if (out == null) {
                connection.close();
                if (in != null) {
                    DirectBuffers.SMALL.giveBack(in);
                }
            }
        }
    }

    VerifiedConnection connection() {
        return this.connection;
    }

    Deadline deadline() {
        return this.connection.deadline();
    }

    /** Waits for the first byte of a frame, for a while. */
    FrameInput.Arrival awaitFrameForAWhile() throws IOException {
        return this.input.awaitForAWhile();
    }

    /** Waits for the first byte of a frame. False if the peer has ended the stream instead. */
    boolean awaitFrame() throws IOException {
        return this.input.await();
    }

    byte[] readFrame() throws IOException {
        return this.codec.decode(this.input);
    }

    /** Writes what {@link #encode} made; one system call where it fits the buffer. */
    void writeFrame(ByteBuffer[] parts) throws IOException {
        long length = 0;
        for (ByteBuffer part : parts) {
            length += part.remaining();
        }
        if (length <= this.out.capacity()) {
            write(parts, this.out);
        } else {
            ByteBuffer large = DirectBuffers.LARGE.take();
            try {
                write(parts, large);
            } finally {
                DirectBuffers.LARGE.giveBack(large);
            }
        }
        if (this.codec.endsWithStream()) {
            this.connection.shutdownOutput();
        }
    }

    private void write(ByteBuffer[] parts, ByteBuffer buffer) throws IOException {
        buffer.clear();
        for (ByteBuffer part : parts) {
            while (part.hasRemaining()) {
                int count = Math.min(part.remaining(), buffer.remaining());
                buffer.put(part.slice().limit(count));
                part.position(part.position() + count);
                if (!buffer.hasRemaining()) {
                    flush(buffer);
                }
            }
        }
        flush(buffer);
    }

    private void flush(ByteBuffer buffer) throws IOException {
        buffer.flip();
        this.connection.write(buffer);
        buffer.clear();
    }

    /** Frames a payload, or says why that cannot be. */
    static ByteBuffer[] encode(FrameCodec codec, byte[] payload, int maxMessageSize) throws FrameException {
        if (payload.length > maxMessageSize) {
            throw new FrameException("the payload has " + payload.length + " bytes, more than the " + maxMessageSize
                    + " of max-message-size");
        }
        return codec.encode(payload);
    }

    /** Waits for the first byte of the answer to what was written. False if the peer has ended the stream instead. */
    boolean awaitAnswer() throws IOException {
        if (!awaitFrame()) {
            return false;
        }
        if (this.connection.hasUnreadOutput()) {
            throw new FrameException("the peer of " + this.connection.endpoint()
                    + " spoke before it had read what it was asked, so that is no answer");
        }
        return true;
    }

    /** Whether the connection is as it was after its last complete exchange: open, and nothing has come since. */
    boolean isQuiet() throws IOException {
        return !hasUnread() && !this.connection.isReadable();
    }

    boolean hasUnread() {
        return this.spokenOutOfTurn || this.input.hasUnread();
    }

    /**
     * Looks what has come behind the answer. Where the peer has closed with our bytes unread, the kernel counts them no
     * more but says "reset" behind what the peer had sent; then that was no answer.
     */
    void requireTaken() throws IOException {
        for (int i = 0; this.connection.isReadable(); i++) {
            this.spokenOutOfTurn = true;
            if (i == LOOKS) {
                throw new FrameException("the peer of " + this.connection.endpoint() + " does not stop speaking");
            }
            if (this.connection.read(this.out.clear()) < 0) {
                return;
            }
        }
    }

    /** Lets go of the connection, between two frames, and gives back the memory that they took. */
    void detach() {
        if (!this.closed) {
            this.closed = true;
            DirectBuffers.SMALL.giveBack(this.in);
            DirectBuffers.SMALL.giveBack(this.out);
        }
    }

    @Override
    public void close() throws IOException {
        if (this.closed) {
            return;
        }
        try {
            this.connection.close();
        } finally {
            detach();
        }
    }
}
