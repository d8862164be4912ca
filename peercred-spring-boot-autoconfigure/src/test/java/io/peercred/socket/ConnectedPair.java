package io.peercred.socket;

import java.io.IOException;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A verified socket and the other end of it, in this process. */
final class ConnectedPair implements AutoCloseable {

    final Socket socket;
    final SocketChannel peer;

    ConnectedPair(Path path) throws IOException {
        this(path, new VerifiedSocketFactory("path=" + path + ";expected-uid=self").createSocket());
    }

    /**
     * Connects a socket.
     *
     * @param socket not connected, with whatever options
     */
    ConnectedPair(Path path, Socket socket) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(path));
            socket.connect(UnixDomainSocketAddress.of("/ignored"));
            this.socket = socket;
            this.peer = listener.accept();
        }
    }

    /** Sends from the other end. */
    void say(String text) throws IOException {
        this.peer.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Reads a text from the socket. */
    String hear(int length) throws IOException {
        return new String(this.socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        this.socket.close();
        this.peer.close();
    }
}
