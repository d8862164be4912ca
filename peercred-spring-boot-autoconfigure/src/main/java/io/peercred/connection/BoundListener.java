package io.peercred.connection;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Names;
import io.peercred.platform.Errno;
import io.peercred.platform.FileStatus;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.PassedDescriptors;
import io.peercred.platform.UnixSockets;

/** A listening socket that this process made, and the file that it was bound to. */
final class BoundListener implements Listener {

    private static final Log logger = LogFactory.getLog(BoundListener.class);

    private final int fd;
    private final @Nullable Path path;
    private final @Nullable FileStatus file;
    private boolean closed;

    BoundListener(int fd, @Nullable Path path, @Nullable FileStatus file) {
        this.fd = fd;
        this.path = path;
        this.file = file;
    }

    @Override
    public @Nullable FileStatus file() {
        return this.file;
    }

    @Override
    public int accept() throws IOException {
        try {
            return UnixSockets.accept(this.fd);
        } catch (NativeCallException ex) {
            if (ex.errno() == Errno.EINVAL) { // Shut down, and nobody waits any more.
                throw new ClosedChannelException();
            }
            throw ex;
        }
    }

    /** Bounds how long one {@link #accept} waits, which is {@link Errno#EAGAIN} then; 0 is without bound. */
    void acceptTimeout(long micros) throws IOException {
        UnixSockets.receiveTimeout(this.fd, micros);
    }

    @Override
    public synchronized void permitDescriptors(boolean permitted) throws IOException {
        if (!this.closed) {
            PassedDescriptors.permit(this.fd, permitted);
            logger.debug((permitted ? "Descriptors may come again at " : "No descriptors may come at ") + this.path);
        }
    }

    /**
     * Removes the file if it still is the one that was bound. Called while listening: nobody replaces a live socket, so
     * none that came after ours is deleted.
     */
    @Override
    public void unlink() throws IOException {
        if (this.path == null || this.file == null || !isStillOurs(this.path, this.file)) {
            return;
        }
        try (BindLock lock = BindLock.acquire(this.path)) {
            if (isStillOurs(this.path, this.file)) {
                Files.delete(this.path);
            }
        }
    }

    @Override
    public @Nullable String obstacle() {
        FileStatus bound = this.file;
        if (this.path == null || bound == null) {
            return null;
        }
        return SocketPathCheck.obstacle(
                this.path,
                FileStatus::of,
                found -> found.isSameFileAs(bound)
                        ? null
                        : "somebody replaced the socket's file: there is " + found.kind() + " of "
                                + Names.user(found.uid()) + " now");
    }

    private static boolean isStillOurs(Path path, FileStatus file) throws IOException {
        try {
            return FileStatus.of(path).isSameFileAs(file);
        } catch (NoSuchFileException ex) {
            return false;
        }
    }

    @Override
    public void abandon() {
        try {
            unlink();
        } catch (IOException ex) {
            logger.warn("Could not remove the socket file " + this.path + ": " + ex.getMessage());
        }
        try {
            close();
        } catch (IOException ex) {
            logger.debug("Closing a listener", ex);
        }
    }

    /** Another descriptor of it, which is the caller's. */
    synchronized int duplicate() throws IOException {
        if (this.closed) {
            throw new ClosedChannelException();
        }
        return UnixSockets.duplicate(this.fd);
    }

    /** Refuses new connections; those that were made before can still be accepted. */
    @Override
    public synchronized void end() throws IOException {
        if (!this.closed) {
            UnixSockets.shutdown(this.fd);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (!this.closed) {
            this.closed = true;
            UnixSockets.close(this.fd);
        }
    }
}
