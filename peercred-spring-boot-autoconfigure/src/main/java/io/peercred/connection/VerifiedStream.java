package io.peercred.connection;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.newsclub.net.unix.ThreadUtil;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerCredentials;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.StreamSockets;
import io.peercred.platform.UnixSockets;

/**
 * The bytes to and from a peer that was judged and accepted, as {@link java.net.Socket} moves them: reads have a time-out
 * after which they can be repeated, an interruption of a platform thread changes nothing, and one of a virtual thread
 * that waits closes it.
 *
 * <p>One thread reads and one writes at a time. Closing it, from any thread, ends both with a {@link SocketException}.
 */
public final class VerifiedStream implements Closeable {

    private final VerifiedConnection connection;
    private final Descriptor descriptor;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean inputEnded;

    /** Takes the connection over, which nobody else reads or writes. */
    VerifiedStream(VerifiedConnection connection) {
        this.connection = connection;
        this.descriptor = connection.descriptor();
    }

    /** Who is at the other end. */
    public PeerCredentials peer() {
        return this.connection.peer();
    }

    /** The endpoint that it belongs to. */
    public Endpoint endpoint() {
        return this.connection.endpoint();
    }

    /** A call with the descriptor's number. */
    private interface Use {
        int of(int number) throws IOException;
    }

    /**
     * Reads what has come, or waits for it.
     *
     * @return how many bytes, at least 1 where {@code length} is; -1 at the end of the stream
     * @throws SocketTimeoutException if nothing came within {@link #receiveTimeout}; nothing is lost
     */
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!ThreadUtil.isVirtualThread()) {
            return receive(target, offset, length);
        }
        // Bytes of its own: whoever is interrupted does not find its array written to later.
        byte[] came = SocketFailures.onPlatformThread(
                () -> {
                    byte[] bytes = new byte[Math.min(length, DirectBuffers.SMALL.capacity())];
                    return Arrays.copyOf(bytes, Math.max(0, receive(bytes, 0, bytes.length)));
                },
                this);
        System.arraycopy(came, 0, target, offset, came.length);
        return came.length == 0 ? -1 : came.length;
    }

    private int receive(byte[] target, int offset, int length) throws IOException {
        ByteBuffer buffer = DirectBuffers.SMALL.take();
        try {
            buffer.limit(Math.min(length, buffer.capacity()));
            int count = use(number -> this.inputEnded ? 0 : StreamSockets.receive(number, buffer));
            if (count == 0) {
                return -1;
            }
            buffer.get(0, target, offset, count);
            return count;
        } finally {
            DirectBuffers.SMALL.giveBack(buffer);
        }
    }

    /**
     * Writes all of it, however long the peer takes.
     *
     * @throws SocketTimeoutException if the peer took nothing within {@link #sendTimeout}; some of it may be written
     */
    public void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        if (!ThreadUtil.isVirtualThread()) {
            send(source, offset, length);
        } else if (length > 0) {
            byte[] bytes = Arrays.copyOfRange(source, offset, offset + length);
            SocketFailures.onPlatformThread(
                    () -> {
                        send(bytes, 0, length);
                        return bytes;
                    },
                    this);
        }
    }

    private void send(byte[] source, int offset, int length) throws IOException {
        ByteBuffer buffer = DirectBuffers.SMALL.take();
        try {
            int sent = 0;
            while (sent < length) {
                buffer.clear().limit(Math.min(length - sent, buffer.capacity()));
                buffer.put(0, source, offset + sent, buffer.limit());
                sent += sendOnce(buffer);
            }
        } finally {
            DirectBuffers.SMALL.giveBack(buffer);
        }
    }

    private int sendOnce(ByteBuffer buffer) throws IOException {
        try {
            return use(number -> StreamSockets.send(number, buffer));
        } catch (SocketTimeoutException ex) {
            SocketTimeoutException timeout = new SocketTimeoutException("Write timed out");
            timeout.initCause(ex);
            throw timeout;
        }
    }

    /** How many bytes can be read without waiting. */
    public int available() throws IOException {
        return use(number -> this.inputEnded ? 0 : UnixSockets.available(number));
    }

    /**
     * Bounds how long a read waits from now on; one that waits already is not bounded by it.
     *
     * @param millis 0 for no bound
     */
    public void receiveTimeout(int millis) throws IOException {
        run(number -> UnixSockets.receiveTimeout(number, TimeUnit.MILLISECONDS.toMicros(millis)));
    }

    /**
     * Bounds how long a write waits each time for the peer to take more. There is no bound at first.
     *
     * @param millis 0 for no bound
     */
    public void sendTimeout(int millis) throws IOException {
        run(number -> UnixSockets.sendTimeout(number, TimeUnit.MILLISECONDS.toMicros(millis)));
    }

    /** Whether a read would not wait: something has come, or the end. */
    public boolean isReadable() throws IOException {
        return use(number -> this.inputEnded || UnixSockets.isReadable(number) ? 1 : 0) != 0;
    }

    /** The size of the send buffer in bytes. */
    public int sendBuffer() throws IOException {
        return use(StreamSockets::sendBuffer);
    }

    /** Asks for a size of the send buffer in bytes; the kernel has a least and a largest. */
    public void sendBuffer(int bytes) throws IOException {
        run(number -> StreamSockets.sendBuffer(number, bytes));
    }

    /** The size of the receive buffer in bytes. */
    public int receiveBuffer() throws IOException {
        return use(StreamSockets::receiveBuffer);
    }

    /** Asks for a size of the receive buffer in bytes; the kernel has a least and a largest. */
    public void receiveBuffer(int bytes) throws IOException {
        run(number -> StreamSockets.receiveBuffer(number, bytes));
    }

    /** Reads no more: a read, also one that waits, finds the end of the stream. What the peer writes fails. */
    public void shutdownInput() throws IOException {
        this.inputEnded = true;
        run(number -> UnixSockets.shutdownInput(number));
    }

    /** Tells the peer that no more will be written; its answer can still be read. */
    public void shutdownOutput() throws IOException {
        run(number -> StreamSockets.shutdownOutput(number));
    }

    /** A call that comes to nothing. */
    private interface Command {
        void of(int number) throws IOException;
    }

    private void run(Command command) throws IOException {
        use(number -> {
            command.of(number);
            return 0;
        });
    }

    private int use(Use use) throws IOException {
        try {
            this.descriptor.enter();
        } catch (ClosedChannelException ex) {
            throw SocketFailures.closed(ex);
        }
        try {
            int result = use.of(this.descriptor.number());
            if (this.closed.get()) {
                throw new SocketException("Socket closed");
            }
            return result;
        } catch (NativeCallException ex) {
            throw this.closed.get() ? SocketFailures.closed(ex) : SocketFailures.translate(ex);
        } finally {
            this.descriptor.exit();
        }
    }

    /** Ends it, which wakes whoever reads or writes. Closing again does nothing. */
    @Override
    public void close() throws IOException {
        if (this.closed.compareAndSet(false, true)) {
            this.connection.close();
        }
    }

    @Override
    public String toString() {
        return this.connection.toString();
    }
}
