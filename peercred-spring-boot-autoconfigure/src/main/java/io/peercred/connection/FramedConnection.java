package io.peercred.connection;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.peercred.platform.AncillaryData;
import io.peercred.platform.Ucred;

/** Frames over a verified connection. Belongs to one thread at a time, which also closes it. */
final class FramedConnection implements Closeable {

    /** Reads behind an answer; more than a socket holds. */
    private static final int LOOKS = 64;

    private static final int[] NONE = {};

    private final VerifiedConnection connection;
    private final ConnectionSocket socket;
    private final FrameCodec codec;
    private final ByteBuffer in;
    private final ByteBuffer out;
    private final FrameInput input;
    private final FrameAncillary ancillary;
    private boolean sentAnything;
    private boolean spokenOutOfTurn;
    private boolean closed;
    private @Nullable ReplyClock replyClock;

    private FramedConnection(
            VerifiedConnection connection,
            FrameCodec codec,
            int maxMessageSize,
            FrameAncillary ancillary,
            ByteBuffer in,
            ByteBuffer out) {
        this.connection = connection;
        this.socket = connection.socket();
        this.ancillary = ancillary;
        this.codec = codec;
        this.in = in;
        this.out = out;
        this.input = new FrameInput(this::read, in, maxMessageSize);
    }

    /** Takes over the connection, which is closed where there is no direct memory left for it. */
    static FramedConnection over(
            VerifiedConnection connection, FrameCodec codec, int maxMessageSize, FrameAncillary ancillary)
            throws IOException {
        ByteBuffer in = null;
        ByteBuffer out = null;
        try {
            in = DirectBuffers.SMALL.take();
            out = DirectBuffers.SMALL.take();
            return new FramedConnection(connection, codec, maxMessageSize, ancillary, in, out);
        } finally {
            if (out == null) {
                connection.close();
                if (in != null) {
                    DirectBuffers.SMALL.giveBack(in);
                }
            }
        }
    }

    private int read(ByteBuffer target) throws IOException {
        int count = this.socket.read(target);
        AncillaryData data = this.socket.ancillaryData();
        if (count > 0 && data != null) {
            this.ancillary.arrived(data);
        }
        return count;
    }

    /** Begins a frame whose first byte has come, and tells who wrote that; null where the kernel does not say. */
    @Nullable
    Ucred beginFrame() {
        return this.ancillary.beginFrame();
    }

    /** The files that came with the frame that was read; the caller's to close. */
    ReceivedFiles endFrame() throws IOException {
        return this.ancillary.endFrame(this.input.hasUnread());
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

    /** Reads what is ahead of a request whose first byte has come; empty if there is nothing. */
    Map<String, String> readHead() throws IOException {
        return RequestHead.read(this.input);
    }

    byte[] readFrame() throws IOException {
        return this.codec.decode(this.input);
    }

    /** Reads the error frame whose first byte has come; null if what has come is another. */
    @Nullable
    ErrorFrameException readErrorFrame() throws IOException {
        return this.codec instanceof LengthHeaderCodec && this.input.peek() < 0
                ? ErrorFrames.read(this.input, this.connection.endpoint(), this.connection.peer())
                : null;
    }

    /** Of a server that sends error frames. */
    ReplyClock replyClock() {
        ReplyClock clock = this.replyClock;
        if (clock == null) {
            clock = new ReplyClock(this.connection);
            this.replyClock = clock;
        }
        return clock;
    }

    /** Writes a frame; one system call where it fits the buffer. The frame may be written again, elsewhere. */
    void writeFrame(Frame frame) throws IOException {
        this.sentAnything = false;
        long length = 0;
        for (ByteBuffer part : frame.parts()) {
            length += part.remaining();
        }
        if (length <= this.out.capacity()) {
            write(frame, this.out);
        } else {
            ByteBuffer large = DirectBuffers.LARGE.take();
            try {
                write(frame, large);
            } finally {
                DirectBuffers.LARGE.giveBack(large);
            }
        }
        if (this.codec.endsWithStream()) {
            this.socket.shutdownOutput();
        }
    }

    private void write(Frame frame, ByteBuffer buffer) throws IOException {
        int[] descriptors = frame.descriptors();
        buffer.clear();
        for (ByteBuffer part : frame.parts()) {
            int at = part.position();
            while (at < part.limit()) {
                int count = Math.min(part.limit() - at, buffer.remaining());
                buffer.put(buffer.position(), part, at, count).position(buffer.position() + count);
                at += count;
                if (!buffer.hasRemaining()) {
                    flush(buffer, frame, descriptors);
                }
            }
        }
        if (buffer.position() > 0) {
            flush(buffer, frame, descriptors);
        }
    }

    private void flush(ByteBuffer buffer, Frame frame, int... descriptors) throws IOException {
        buffer.flip();
        try {
            if (frame.isPlain()) {
                this.socket.write(buffer);
            } else {
                this.socket.write(buffer, frame.sender(), this.sentAnything ? NONE : descriptors);
            }
        } catch (SenderRefusedException ex) {
            if (this.sentAnything) { // Such as a process that has exited meanwhile.
                throw new IOException("The kernel refused the stated ids in the middle of a message", ex.getCause());
            }
            throw ex;
        } finally {
            this.sentAnything |= buffer.position() > 0;
        }
        buffer.clear();
    }

    /** Whether the kernel took a byte of the frame that was written last, or tried to be. */
    boolean hasSentAnything() {
        return this.sentAnything;
    }

    /** Waits for the first byte of the answer to what was written. False if the peer has ended the stream instead. */
    boolean awaitAnswer() throws IOException {
        if (!awaitFrame()) {
            return false;
        }
        if (this.socket.hasUnreadOutput()) {
            throw new FrameException("the peer of " + this.connection.endpoint()
                    + " spoke before it had read what it was asked, so that is no answer");
        }
        return true;
    }

    /** Whether the connection is as it was after its last complete exchange: open, and nothing has come since. */
    boolean isQuiet() throws IOException {
        return !hasUnread() && !this.socket.isReadable();
    }

    boolean hasUnread() {
        return this.spokenOutOfTurn || this.input.hasUnread();
    }

    /** At the end of the stream: the peer must have read what was written. One that has closed instead is told by a reset. */
    void requireRead() throws IOException {
        if (this.socket.hasUnreadOutput()) {
            throw new PeerClosedException("The peer of " + this.connection.endpoint() + " (" + this.connection.peer()
                    + ") closed the connection without reading what was sent; it refused us, or failed");
        }
        requireTaken();
    }

    /**
     * Looks what has come behind the answer. Where the peer has closed with our bytes unread, the kernel counts them no
     * more but says "reset" behind what the peer had sent; then that was no answer.
     */
    void requireTaken() throws IOException {
        for (int i = 0; this.socket.isReadable(); i++) {
            this.spokenOutOfTurn = true;
            if (i == LOOKS) {
                throw new FrameException("the peer of " + this.connection.endpoint() + " does not stop speaking");
            }
            if (read(this.out.clear()) < 0) {
                return;
            }
        }
    }

    /** Lets go of the connection, between two frames, and gives back the memory that they took. */
    void detach() {
        if (!this.closed) {
            this.closed = true;
            if (this.replyClock != null) {
                this.replyClock.close();
            }
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
            this.ancillary.close();
        }
    }
}
