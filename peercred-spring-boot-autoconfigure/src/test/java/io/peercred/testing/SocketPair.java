package io.peercred.testing;

import java.io.IOException;
import java.nio.file.Path;

import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

import io.peercred.platform.UnixAddress;
import io.peercred.platform.UnixSockets;

/**
 * A listening socket and a connection to it, both ends ours. Closes all three descriptors.
 *
 * @param listening the server's
 * @param connected the client's end
 * @param client the channel over it
 * @param accepted the server's end
 * @param server the channel over it
 */
public record SocketPair(
        int listening, int connected, AFUNIXSocketChannel client, int accepted, AFUNIXSocketChannel server)
        implements AutoCloseable {

    public static SocketPair at(Path path) throws IOException {
        UnixAddress address = new UnixAddress(path.toString());
        int listening = UnixSockets.open();
        UnixSockets.bind(listening, address, 0600);
        UnixSockets.listen(listening, 1);
        int connected = UnixSockets.open();
        UnixSockets.connect(connected, address);
        int accepted = UnixSockets.accept(listening);
        return new SocketPair(listening, connected, channel(connected), accepted, channel(accepted));
    }

    private static AFUNIXSocketChannel channel(int fd) throws IOException {
        return FileDescriptorCast.unsafeUsing(fd).as(AFUNIXSocketChannel.class);
    }

    @Override
    public void close() throws IOException {
        this.server.close();
        this.client.close();
        UnixSockets.close(this.listening);
    }
}
