package io.peercred.connection;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.FileDescriptorCast;

import io.peercred.platform.UnixSockets;

/**
 * A listening socket for child processes: bound here, served by them. Thread-safe.
 *
 * <p>It is ready before the first child is started, so that clients need not poll for it: connections wait in its
 * backlog until a child accepts them. They go on waiting when a child dies, for the next one that is started here, or
 * for another that shares the socket. Only this process can start children with it: no other child inherits it.
 *
 * <pre>{@code
 * try (SocketActivator activator = SocketActivator.at("/run/shop/clock.sock").bind()) {
 *     ProcessBuilder clock = new ProcessBuilder("java", "-jar", "clock.jar", "--peercred.inbound.clock.activation=systemd");
 *     Process child = activator.start(clock.inheritIO().redirectInput(Redirect.PIPE), Handover.LISTEN_FDS);
 *     child.waitFor();
 *     activator.deleteFile();
 * }
 * }</pre>
 *
 * <p><b>Whom clients see.</b> The kernel shows them who last called listen(2): first this process, with its user and
 * pid. An application of ours calls it again and is seen from then on ({@code peercred.inbound.NAME.listen-again}). A
 * child of any other kind must do so itself (in Python, {@code socket.socket(fileno=3).listen()}), or its clients go on
 * seeing this process; where both are one user and nobody looks at the pid, that is no matter. What was connected
 * before keeps showing whom it showed, a dead child included.
 *
 * <p><b>What a child of any other kind must do.</b> Accept from the descriptor that it gets, and not bind the path
 * itself. When it ends it must neither shut the socket down nor delete its file; both are shared with this process and
 * the next child. To pass it on to no children of its own it makes it close-on-exec.
 */
public final class SocketActivator implements AutoCloseable {

    private final String path;
    private final @Nullable String name;
    private final BoundListener listener;
    private boolean closed;

    SocketActivator(String path, @Nullable String name, BoundListener listener) {
        this.path = path;
        this.name = name;
        this.listener = listener;
    }

    /**
     * Begins with where it is to listen.
     *
     * @param path an absolute file path, or {@code @name} in the abstract namespace; at most 107 bytes in UTF-8
     * @throws IllegalArgumentException if it is neither
     */
    public static SocketActivatorBuilder at(String path) {
        return new SocketActivatorBuilder(path);
    }

    /** Where it listens, as it was given. */
    public String path() {
        return this.path;
    }

    /**
     * Starts a child that has the socket. The process is the caller's; closing this object does not end it.
     *
     * @param child what to start; read and not changed, so that it may be used again. Its standard input must not be
     *     redirected, since that is where the socket goes
     * @throws IOException if the program cannot be started; the socket is as it was
     * @throws java.nio.channels.ClosedChannelException if this object is closed
     * @throws IllegalArgumentException if {@code child} redirects its standard input, or has a variable in its
     *     environment that cannot be passed on (see {@link Handover#LISTEN_FDS})
     */
    public Process start(ProcessBuilder child, Handover handover) throws IOException {
        ProcessBuilder started = ChildProcesses.copyOf(child);
        if (handover == Handover.LISTEN_FDS) {
            ListenFds.announce(started, this.name);
        }
        // The JDK takes close-on-exec off what it passes, for good. It gets a descriptor of its own, so that
        // the listener stays close-on-exec, and open until the child is there, whoever closes this object.
        int fd = this.listener.duplicate();
        try {
            return started.redirectInput(FileDescriptorCast.unsafeUsing(fd).as(Redirect.class))
                    .start();
        } finally {
            UnixSockets.discard(fd);
        }
    }

    /**
     * Deletes the socket's file if it still is the one that was bound here; does nothing otherwise. For when all is over:
     * nobody finds a child that still serves.
     *
     * @throws IllegalStateException if this object is closed, so that the file may be a successor's
     */
    public synchronized void deleteFile() throws IOException {
        if (this.closed) {
            throw new IllegalStateException(
                    "The file " + this.path + " may be another's by now: its listener is closed");
        }
        this.listener.unlink();
    }

    /**
     * Closes this process's copy of the socket. Children keep theirs, and the file stays; where no child has one, what
     * waited in the backlog is reset. Closing again does nothing.
     */
    @Override
    public synchronized void close() throws IOException {
        this.closed = true;
        this.listener.close();
    }
}
