package io.peercred.connection;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

import org.awaitility.Awaitility;

/** An end of a connection by the JDK's channel, that keeps to no rules but its test's. */
final class RawConnection implements Closeable {

    private final SocketChannel channel;

    RawConnection(SocketChannel channel) {
        this.channel = channel;
    }

    static RawConnection to(Path path) throws IOException {
        return new RawConnection(SocketChannel.open(UnixDomainSocketAddress.of(path)));
    }

    /** The bytes of a frame of the codec {@code length-header}. */
    static byte[] frame(String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    RawConnection send(byte... bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            this.channel.write(buffer);
        }
        return this;
    }

    RawConnection sendFrame(String payload) throws IOException {
        return send(frame(payload));
    }

    /** At most {@code count} bytes, fewer only at the end of the stream. */
    byte[] read(int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining() && this.channel.read(buffer) >= 0) {
            continue;
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    String readFrame() throws IOException {
        int length = ByteBuffer.wrap(read(Integer.BYTES)).getInt();
        return new String(read(length), StandardCharsets.UTF_8);
    }

    /** Reads an error frame, and fails if what comes is another. */
    String readErrorFrame() throws IOException {
        int length = ByteBuffer.wrap(read(Integer.BYTES)).getInt();
        if (length >= 0) {
            throw new IOException("no error frame, but one of length " + length);
        }
        return new String(read(length & 0x7FFFFFFF), StandardCharsets.UTF_8);
    }

    /** The bytes of an error frame with this payload. */
    static byte[] errorFrame(String payload) {
        byte[] frame = frame(payload);
        frame[0] |= (byte) 0x80;
        return frame;
    }

    /** Waits for the end and says how many bytes came before it. A reset is an end as well. */
    int bytesUntilEnd() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        int count = 0;
        try {
            int part;
            while ((part = this.channel.read(buffer.clear())) >= 0) {
                count += part;
            }
        } catch (SocketException ex) {
            return count;
        }
        return count;
    }

    /** Waits until the peer has gone, by writing to it now and then. */
    void awaitGone() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(this::isGoneAfterAByte);
    }

    private boolean isGoneAfterAByte() {
        try {
            send((byte) 'x');
            return false;
        } catch (IOException ex) {
            return true;
        }
    }

    /** Waits until something has come, and leaves it there. */
    void awaitBytes() throws IOException {
        this.channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            this.channel.register(selector, SelectionKey.OP_READ);
            selector.select();
        }
        this.channel.configureBlocking(true);
    }

    void endOutput() throws IOException {
        this.channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        this.channel.close();
    }
}
