package io.peercred.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A client of {@code length-header} endpoints that shares no code with ours: the JDK's Unix channel. */
public final class TestClient implements AutoCloseable {

    private final SocketChannel channel;
    private final DataInputStream in;
    private final DataOutputStream out;

    public TestClient(Path socket) throws IOException {
        this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        this.channel.connect(UnixDomainSocketAddress.of(socket));
        this.in = new DataInputStream(Channels.newInputStream(this.channel));
        this.out = new DataOutputStream(Channels.newOutputStream(this.channel));
    }

    public SocketChannel channel() {
        return this.channel;
    }

    /** Sends a frame and reads the next. */
    public String ask(String question) {
        try {
            byte[] payload = question.getBytes(StandardCharsets.UTF_8);
            byte[] frame = Frames.encode("length-header", payload);
            this.out.write(frame);
            byte[] answer = new byte[this.in.readInt()];
            this.in.readFully(answer);
            return new String(answer, StandardCharsets.UTF_8);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Whether the other side has ended the stream; waits for a byte if not. */
    public boolean isAtEnd() throws IOException {
        return this.in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        this.channel.close();
    }
}
