package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.peercred.connection.SocketBindException.Reason;
import io.peercred.credentials.Names;
import io.peercred.platform.Errno;
import io.peercred.platform.FileHandle;
import io.peercred.platform.FileStatus;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.NativeSupport;
import io.peercred.platform.Ucred;
import io.peercred.platform.UnixAddress;
import io.peercred.platform.UnixSockets;

/**
 * Binds and listens, so that nobody connects before mode and owner of the file are what they shall be, and nothing is
 * deleted but a dead socket of ours.
 *
 * <p>The JDK's and junixsocket's {@code bind} do neither: the file is writable for everybody at first, and a live
 * socket, a regular file or a link at the path is replaced.
 */
final class SocketBinder {

    /** Bound with this mode, widened before listen(2): until then every connect(2) is refused anyway. */
    private static final int BIND_MODE = 0600;

    private final BindSettings settings;
    private final boolean passCredentials;
    private final UnixAddress address;

    private SocketBinder(BindSettings settings, boolean passCredentials) {
        this.settings = settings;
        this.passCredentials = passCredentials;
        this.address = settings.address();
    }

    /**
     * Listens as the settings say, or says what is in the way.
     *
     * @param passCredentials whether the kernel is to say of each message who wrote it
     */
    static BoundListener bind(BindSettings settings, boolean passCredentials) throws SocketBindException {
        SocketBinder binder = new SocketBinder(settings, passCredentials);
        return settings.address().isAbstract() ? binder.listen(null) : binder.bindFile();
    }

    private BoundListener bindFile() throws SocketBindException {
        Path path = Path.of(this.address.path());
        if (path.getFileName() == null) {
            throw failure(Reason.NOT_A_SOCKET, "there is a directory, which is not deleted", null);
        }
        SocketDirectory.check(this.settings, trusted());
        try (BindLock lock = lock(path)) {
            removeDeadSocket(path);
            return listen(path);
        } catch (SocketBindException ex) {
            throw ex;
        } catch (IOException ex) {
            throw failure(Reason.FAILED, ex.getMessage(), ex);
        }
    }

    /** Who may write the directory without being able to do us more harm than it can anyway. */
    private Set<Long> trusted() {
        Set<Long> trusted = new HashSet<>(Set.of(0L));
        trusted.add(NativeSupport.effectiveUid());
        if (this.settings.file().owner() != null) {
            trusted.add(this.settings.file().owner());
        }
        return trusted;
    }

    private BindLock lock(Path path) throws SocketBindException {
        try {
            return BindLock.acquire(path);
        } catch (NativeCallException ex) {
            boolean exists = Files.exists(BindLock.besides(path), LinkOption.NOFOLLOW_LINKS);
            throw failure(exists ? Reason.LOCKED : directoryReason(ex), ex.getMessage(), ex);
        } catch (IOException ex) {
            throw failure(Reason.LOCKED, ex.getMessage(), ex);
        }
    }

    private static Reason directoryReason(NativeCallException ex) {
        return switch (ex.errno()) {
            case Errno.EACCES, Errno.EPERM, Errno.EROFS -> Reason.DIRECTORY_NOT_WRITABLE;
            default -> Reason.FAILED;
        };
    }

    private void removeDeadSocket(Path path) throws IOException {
        FileStatus found;
        try {
            found = FileStatus.of(path);
        } catch (NoSuchFileException ex) {
            return;
        }
        if (!found.isSocket()) {
            throw failure(Reason.NOT_A_SOCKET, "there is " + found.kind() + ", which is not deleted", null);
        }
        requireDead();
        if (!isOurs(found)) {
            throw failure(
                    Reason.FOREIGN_SOCKET,
                    "there is a socket without listener that belongs to " + Names.user(found.uid()),
                    null);
        }
        Files.delete(path);
    }

    private boolean isOurs(FileStatus file) {
        Long owner = this.settings.file().owner();
        return file.uid() == NativeSupport.effectiveUid() || owner != null && file.uid() == owner;
    }

    private void requireDead() throws IOException {
        int fd = UnixSockets.openNonBlocking();
        try {
            UnixSockets.connect(fd, this.address);
            Ucred owner = UnixSockets.peerCredentials(fd);
            throw taken("a server listens there: " + Names.user(Integer.toUnsignedLong(owner.uid())) + ", pid "
                    + owner.pid());
        } catch (NativeCallException ex) {
            if (ex.errno() == Errno.EAGAIN) {
                throw taken("a server listens there, whose backlog is full");
            }
            if (ex.errno() != Errno.ECONNREFUSED) {
                throw taken("whether a server listens there cannot be told (" + ex.getMessage() + ")");
            }
        } finally {
            UnixSockets.close(fd);
        }
    }

    private BoundListener listen(@Nullable Path path) throws SocketBindException {
        int fd = -1;
        boolean bound = false;
        try {
            fd = UnixSockets.open();
            UnixSockets.bind(fd, this.address, BIND_MODE);
            bound = true;
            FileStatus file = path == null ? null : dress(path);
            if (this.passCredentials) {
                // Before anybody can connect: of earlier bytes nobody knows the writer.
                UnixSockets.passCredentials(fd);
            }
            UnixSockets.listen(fd, this.settings.backlog());
            return new BoundListener(fd, path, file);
        } catch (IOException ex) {
            discard(fd, bound ? path : null);
            throw ex instanceof SocketBindException known ? known : bindFailure(ex);
        }
    }

    private SocketBindException bindFailure(IOException ex) {
        if (ex instanceof NativeCallException call) {
            if (call.errno() == Errno.EADDRINUSE) {
                try {
                    requireDead();
                } catch (SocketBindException taken) {
                    return taken;
                } catch (IOException unclear) {
                    ex.addSuppressed(unclear);
                }
                return taken(ex.getMessage());
            }
            return failure(directoryReason(call), ex.getMessage(), ex);
        }
        return failure(Reason.FAILED, ex.getMessage(), ex);
    }

    private void discard(int fd, @Nullable Path path) {
        try {
            if (path != null
                    && isOurs(FileStatus.of(path))
                    && FileStatus.of(path).isSocket()) {
                Files.delete(path);
            }
        } catch (IOException ex) {
            // What made us give up is being reported.
        } finally {
            close(fd);
        }
    }

    private static void close(int fd) {
        try {
            if (fd >= 0) {
                UnixSockets.close(fd);
            }
        } catch (IOException ex) {
            // The number is free all the same.
        }
    }

    /** Gives the file its owner and mode, by a handle that no swapped path can lead elsewhere. */
    private FileStatus dress(Path path) throws IOException {
        SocketFile wanted = this.settings.file();
        try (FileHandle handle = FileHandle.pin(path)) {
            FileStatus file = handle.status();
            if (!file.isSocket() || file.uid() != NativeSupport.effectiveUid()) {
                throw failure(Reason.DIRECTORY_UNSAFE, "somebody replaced the socket while it was made", null);
            }
            if (wanted.owner() != null || wanted.group() != null) {
                try {
                    handle.owner(
                            wanted.owner() != null ? wanted.owner() : file.uid(),
                            wanted.group() != null ? wanted.group() : file.gid());
                } catch (NativeCallException ex) {
                    throw failure(Reason.OWNER_NOT_CHANGEABLE, ownerFailure(wanted, ex), ex);
                }
            }
            handle.mode(wanted.mode());
            return handle.status();
        }
    }

    private static String ownerFailure(SocketFile wanted, NativeCallException ex) {
        return "its file cannot be given to "
                + (wanted.owner() != null ? Names.user(wanted.owner()) : "")
                + (wanted.owner() != null && wanted.group() != null ? ", " : "")
                + (wanted.group() != null ? Names.group(wanted.group()) : "")
                + " (" + ex.getMessage() + ")";
    }

    private SocketBindException taken(@Nullable String what) {
        return failure(Reason.TAKEN, what, null);
    }

    private SocketBindException failure(Reason reason, @Nullable String what, @Nullable Throwable cause) {
        return new SocketBindException(reason, this.settings.endpoint(), this.address.path(), what, cause);
    }
}
