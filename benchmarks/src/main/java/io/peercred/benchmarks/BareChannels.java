package io.peercred.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/**
 * Blocking channels and nothing else: four bytes of length, the payload, direct buffers. Nobody asks who is there, and
 * nothing has a deadline.
 */
final class BareChannels implements Transport {

    private static final int BUFFER = 1 << 17;

    private final ServerSocketChannel server;
    private final Connector connector;

    private interface Connector {
        SocketChannel connect() throws IOException;
    }

    private BareChannels(ServerSocketChannel server, Connector connector) {
        this.server = server;
        this.connector = connector;
        Threads.start("bare-accept", this::accept);
    }

    static BareChannels ofJunixsocket(Path path) throws IOException {
        SocketAddress address = AFUNIXSocketAddress.of(path);
        return new BareChannels(
                AFUNIXServerSocketChannel.open().bind(address),
                () -> AFUNIXSocketChannel.open(AFUNIXSocketAddress.of(path)));
    }

    static BareChannels ofJdk(Path path) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
        return new BareChannels(
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address), () -> SocketChannel.open(address));
    }

    private void accept() throws IOException {
        while (this.server.isOpen()) {
            SocketChannel channel = this.server.accept();
            Threads.start("bare-echo", () -> echo(channel));
        }
    }

    private static void echo(SocketChannel channel) throws IOException {
        try (channel) {
            Frames frames = new Frames(channel);
            while (true) {
                frames.write(frames.read());
            }
        }
    }

    @Override
    public Client client() throws IOException {
        SocketChannel channel = this.connector.connect();
        Frames frames = new Frames(channel);
        return new Client() {
            @Override
            public byte[] exchange(byte[] payload) throws IOException {
                frames.write(payload);
                return frames.read();
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    @Override
    public void close() throws IOException {
        this.server.close();
    }

    private static final class Frames {

        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER).limit(0);
        private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);

        Frames(SocketChannel channel) {
            this.channel = channel;
        }

        byte[] read() throws IOException {
            while (this.in.remaining() < Integer.BYTES) {
                fill();
            }
            byte[] payload = new byte[this.in.getInt()];
            int count = 0;
            while (true) {
                int part = Math.min(this.in.remaining(), payload.length - count);
                this.in.get(payload, count, part);
                count += part;
                if (count == payload.length) {
                    return payload;
                }
                fill();
            }
        }

        private void fill() throws IOException {
            this.in.compact();
            if (this.channel.read(this.in) < 0) {
                throw new EOFException();
            }
            this.in.flip();
        }

        void write(byte[] payload) throws IOException {
            this.out.clear().putInt(payload.length);
            int count = 0;
            do {
                int part = Math.min(this.out.remaining(), payload.length - count);
                this.out.put(payload, count, part).flip();
                while (this.out.hasRemaining()) {
                    this.channel.write(this.out);
                }
                this.out.clear();
                count += part;
            } while (count < payload.length);
        }
    }
}
