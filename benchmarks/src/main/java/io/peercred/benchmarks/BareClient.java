package io.peercred.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A connection that exchanges 64 bytes and costs next to nothing while it does not. */
final class BareClient implements AutoCloseable {

    private static final int SIZE = 64;

    private final SocketChannel channel;
    private final ByteBuffer frame;

    /** Connects; clients that never exchange at the same time may share a buffer. */
    BareClient(Path socket, ByteBuffer frame) throws IOException {
        this.channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        this.frame = frame;
    }

    static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(Integer.BYTES + SIZE);
    }

    /** Returns how long it took, in nanoseconds. */
    long exchange() throws IOException {
        long start = System.nanoTime();
        this.frame.clear().putInt(0, SIZE);
        this.channel.write(this.frame);
        this.frame.clear();
        while (this.frame.hasRemaining()) {
            if (this.channel.read(this.frame) < 0) {
                throw new EOFException("the server closed the connection");
            }
        }
        long time = System.nanoTime() - start;
        if (this.frame.getInt(0) != SIZE) {
            throw new IOException("a wrong answer: " + this.frame.getInt(0));
        }
        return time;
    }

    @Override
    public void close() throws IOException {
        this.channel.close();
    }
}
