package io.peercred.connection;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.peercred.platform.Errno;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.UnixAddress;
import io.peercred.platform.UnixSockets;

/** A live server that accepts nobody, and whose backlog is full. */
public final class FullBacklog implements AutoCloseable {

    private final ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    private final List<Integer> waiting = new ArrayList<>();

    public FullBacklog(Path path) throws IOException {
        this.listener.bind(UnixDomainSocketAddress.of(path), 1);
        boolean full = false;
        while (!full) {
            int fd = UnixSockets.openNonBlocking();
            this.waiting.add(fd);
            full = !connect(fd, path);
        }
    }

    private static boolean connect(int fd, Path path) throws IOException {
        try {
            UnixSockets.connect(fd, new UnixAddress(path.toString()));
            return true;
        } catch (NativeCallException ex) {
            if (ex.errno() == Errno.EAGAIN) {
                return false;
            }
            throw ex;
        }
    }

    @Override
    public void close() throws IOException {
        for (int fd : this.waiting) {
            UnixSockets.close(fd);
        }
        this.listener.close();
    }
}
