package io.peercred.testing;

import java.io.IOException;
import java.nio.file.Path;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentialsReader;
import io.peercred.credentials.PeerPin;
import io.peercred.platform.FileHandle;
import io.peercred.platform.UnixAddress;
import io.peercred.platform.UnixSockets;

/** Listens and accepts only when told, so that a peer can do things between its connect and our look. */
public final class RawListener implements AutoCloseable {

    private final String path;
    private final int fd;

    private RawListener(String path, int fd) {
        this.path = path;
        this.fd = fd;
    }

    public static RawListener at(Path path) throws IOException {
        int fd = UnixSockets.open();
        UnixSockets.bind(fd, new UnixAddress(path.toString()), 0666);
        try (FileHandle file = FileHandle.pin(path)) {
            file.mode(0666); // The umask has narrowed it.
        }
        UnixSockets.listen(fd, 16);
        return new RawListener(path.toString(), fd);
    }

    /** Accepts the connection that has waited longest. The descriptor is the caller's. */
    public int accept() throws IOException {
        return UnixSockets.accept(this.fd);
    }

    /** Accepts it, reads who it is, and closes it. */
    public PeerCredentials whoIsNext() throws IOException {
        int accepted = accept();
        try {
            return PeerCredentialsReader.read(accepted, new Endpoint("test", Direction.INBOUND, this.path));
        } finally {
            UnixSockets.close(accepted);
        }
    }

    /** Accepts it, takes hold of its process, and closes it. The hold is the caller's. */
    public PeerPin pinNext() throws IOException {
        int accepted = accept();
        try {
            return PeerPin.now(accepted);
        } finally {
            UnixSockets.close(accepted);
        }
    }

    @Override
    public void close() throws IOException {
        UnixSockets.close(this.fd);
    }
}
