package io.peercred.connection;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.peercred.platform.Errno;
import io.peercred.platform.FileStatus;
import io.peercred.platform.InterruptibleWait;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.UnixAddress;
import io.peercred.platform.UnixSockets;

/**
 * A listening socket that other processes hold too. What is changed on it is changed for them, so nothing is: it is not
 * shut down, not made non-blocking, and what nobody accepted here waits for whoever accepts next.
 */
final class SharedListener implements Listener {

    private static final Log logger = LogFactory.getLog(SharedListener.class);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int TRIES = 50;

    private final InheritedSocket socket;
    private final InterruptibleWait wait;
    private volatile boolean accepting;
    private volatile boolean ended;
    /** By the accepting thread. */
    private boolean toldOfItsEnd;

    private boolean closed;

    private SharedListener(InheritedSocket socket, InterruptibleWait wait) {
        this.socket = socket;
        this.wait = wait;
    }

    static SharedListener of(InheritedSocket socket) throws IOException {
        return new SharedListener(socket, InterruptibleWait.open());
    }

    @Override
    public @Nullable FileStatus file() {
        return null;
    }

    @Override
    public int accept() throws IOException {
        while (this.wait.await(this.socket.fd())) {
            this.accepting = true;
            try {
                if (this.ended) { // Who ends this may not have seen that the call follows.
                    break;
                }
                return UnixSockets.accept(this.socket.fd());
            } catch (NativeCallException ex) {
                if (ex.errno() != Errno.EAGAIN) { // Another process made it non-blocking, and took the connection.
                    tellIfItWasShutDown(ex);
                    throw ex;
                }
            } finally {
                this.accepting = false;
            }
        }
        throw new ClosedChannelException();
    }

    private void tellIfItWasShutDown(NativeCallException ex) {
        if (ex.errno() == Errno.EINVAL && !this.toldOfItsEnd) {
            this.toldOfItsEnd = true;
            logger.error("Nobody can connect to " + this.socket.path()
                    + " any more: another process that holds the listening"
                    + " socket has shut it down. Whoever made it must make a new one, and start this process again");
        }
    }

    @Override
    public @Nullable String obstacle() {
        try {
            if (UnixSockets.isInputEnded(this.socket.fd())) {
                return "another process that holds the listening socket has shut it down";
            }
        } catch (IOException ex) {
            return "whether it still listens cannot be told: " + ex.getMessage();
        }
        if (!this.socket.path().startsWith("/")) {
            return null;
        }
        return SocketPathCheck.obstacle(
                Path.of(this.socket.path()),
                FileStatus::following,
                found -> found.isSocket() ? null : "at the socket's path is " + found.kind() + " now");
    }

    @Override
    public void permitDescriptors(boolean permitted) {
        // Whoever made it says so for all: AcceptFileDescriptors= of systemd.
    }

    @Override
    public void unlink() {
        // Not ours.
    }

    /** Where another process took the connection that accept(2) was called for, only a connection ends the call. */
    @Override
    public void end() throws IOException {
        synchronized (this) {
            if (this.closed) {
                return;
            }
            this.ended = true;
            this.wait.end();
        }
        for (int i = 0; this.accepting && i < TRIES; i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            if (this.accepting) {
                connect();
            }
        }
        if (this.accepting) {
            throw new IOException("another process took the connection that accept(2) was called for, and "
                    + this.socket.path() + " cannot be connected to; the call goes on until somebody does");
        }
    }

    private void connect() {
        try {
            int fd = UnixSockets.openNonBlocking();
            try {
                UnixSockets.connect(fd, new UnixAddress(this.socket.path()));
            } finally {
                UnixSockets.close(fd);
            }
        } catch (IOException | IllegalArgumentException ex) {
            logger.debug("Connecting to " + this.socket.path() + " to end a wait", ex);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (!this.closed) {
            this.closed = true;
            this.wait.close();
        }
    }

    @Override
    public void abandon() {
        try {
            close();
        } catch (IOException ex) {
            logger.debug("Closing a listener", ex);
        }
    }
}
