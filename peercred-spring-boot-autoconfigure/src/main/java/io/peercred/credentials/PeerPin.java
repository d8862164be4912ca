package io.peercred.credentials;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.PeerProcessException.Reason;
import io.peercred.platform.Errno;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.PidFd;

/**
 * A connection's hold on the process of its peer, which the connection ends; others have the {@link PeerProcess}.
 * Thread-safe.
 *
 * <p>The socket itself remembers the process. So the descriptor that the hold takes is opened when somebody first asks,
 * and a connection that nobody asks costs none.
 */
public final class PeerPin implements Closeable {

    private final Opener opener;
    private final PeerProcess process = new PeerProcess(this);
    private final CompletableFuture<@Nullable Void> exit = new CompletableFuture<>();
    private @Nullable PidFd opened;
    private @Nullable Long watch;
    private boolean reaped;
    private boolean closed;

    /** Asks the connection's socket, while that is open. */
    public interface Opener {
        PidFd open() throws IOException;
    }

    public PeerPin(Opener opener) {
        this.opener = opener;
    }

    /** Of the peer of a connected socket, asked now, so that it matters no more what becomes of the socket. */
    public static PeerPin now(int socket) throws PeerProcessException {
        PeerPin pin = new PeerPin(() -> PidFd.ofPeer(socket));
        pin.open();
        return pin;
    }

    /** What others may know of the process. */
    public PeerProcess process() {
        return this.process;
    }

    /** Whether it has exited. Throws where that is not known. */
    boolean hasExited() throws PeerProcessException {
        PidFd current = open();
        try {
            return current == null || current.hasExited();
        } catch (IOException ex) {
            throw unreadable("whether the peer's process lives", ex);
        }
    }

    /** Its number in {@code /proc}, or why there is none. */
    int pid() throws PeerProcessException {
        PidFd current = open();
        int pid;
        try {
            pid = current == null ? PidFd.REAPED : current.pid();
        } catch (IOException ex) {
            throw unreadable("which process the peer is", ex);
        }
        if (pid == PidFd.OUTSIDE) {
            throw new PeerProcessException(
                    Reason.OUTSIDE, "The peer's process is in no pid namespace that our /proc shows", null);
        }
        if (pid < 0) {
            throw exited(null);
        }
        return pid;
    }

    static PeerProcessException exited(@Nullable Throwable cause) {
        return new PeerProcessException(Reason.EXITED, "The peer's process has exited or is exiting", cause);
    }

    private PeerProcessException unreadable(String what, IOException cause) {
        synchronized (this) {
            if (this.closed) {
                return closed(cause);
            }
        }
        return new PeerProcessException(
                Reason.UNREADABLE, "The system does not say " + what + ": " + cause.getMessage(), cause);
    }

    private static PeerProcessException closed(@Nullable Throwable cause) {
        return new PeerProcessException(
                Reason.CLOSED, "The connection is closed, so its peer's process is not known any more", cause);
    }

    /** Null if the process is long gone. */
    private synchronized @Nullable PidFd open() throws PeerProcessException {
        if (this.closed) {
            throw closed(null);
        }
        if (this.opened != null || this.reaped) {
            return this.opened;
        }
        try {
            this.opened = this.opener.open();
        } catch (NativeCallException ex) {
            if (ex.errno() != Errno.EINVAL && ex.errno() != Errno.ESRCH) {
                throw unreadable("which process the peer is", ex);
            }
            this.reaped = true; // Before Linux 6.16 that is how it says so.
        } catch (IOException ex) {
            throw unreadable("which process the peer is", ex);
        }
        return this.opened;
    }

    /**
     * Completes when the process exits, by a thread that must not be kept waiting; at once if it has. Cancelled when the
     * hold ends.
     */
    public CompletableFuture<@Nullable Void> exit() throws PeerProcessException {
        PidFd current = open();
        if (current == null) {
            this.exit.complete(null);
            return this.exit;
        }
        synchronized (this) {
            if (this.watch == null && !this.closed) {
                try {
                    this.watch = ExitWatcher.INSTANCE.watch(current, () -> this.exit.complete(null));
                } catch (IOException ex) {
                    throw unreadable("when the peer's process exits", ex);
                }
            }
        }
        return this.exit;
    }

    /** Ends the hold. Doing it again does nothing. */
    @Override
    public void close() throws IOException {
        PidFd current;
        Long key;
        synchronized (this) {
            if (this.closed) {
                return;
            }
            this.closed = true;
            current = this.opened;
            key = this.watch;
        }
        if (key != null) {
            ExitWatcher.INSTANCE.forget(key);
        }
        try {
            if (current != null) {
                current.close();
            }
        } finally {
            this.exit.cancel(false);
        }
    }
}
