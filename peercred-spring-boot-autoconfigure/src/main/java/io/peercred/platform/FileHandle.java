package io.peercred.platform;

import java.io.IOException;
import java.nio.file.Path;

import com.sun.jna.LastErrorException;

/**
 * An open file that stays the same file whatever happens to its path. Not thread-safe; close it once.
 *
 * <p>Changing mode and owner goes through the descriptor, so that a path swapped for a symbolic link in between changes
 * nobody else's file.
 */
public final class FileHandle implements AutoCloseable {

    private final int fd;

    private FileHandle(int fd) {
        this.fd = fd;
    }

    /** Pins what stands at the path without opening it for input or output; a symbolic link is pinned itself. */
    public static FileHandle pin(Path path) throws IOException {
        return open(path, LibC.O_PATH | LibC.O_NOFOLLOW | LibC.O_CLOEXEC, 0);
    }

    /** Pins what the path leads to without opening it for input or output. */
    public static FileHandle pinTarget(Path path) throws IOException {
        return open(path, LibC.O_PATH | LibC.O_CLOEXEC, 0);
    }

    /** Opens or creates (mode 0600) a lock file; a symbolic link is an error. */
    public static FileHandle lockFile(Path path) throws IOException {
        return open(path, LibC.O_RDWR | LibC.O_CREAT | LibC.O_NOFOLLOW | LibC.O_CLOEXEC, 0600);
    }

    private static FileHandle open(Path path, int flags, int mode) throws IOException {
        try {
            return new FileHandle(LibC.open(path.toString(), flags, mode));
        } catch (LastErrorException ex) {
            throw new NativeCallException("open " + path, ex);
        }
    }

    /** Takes the exclusive lock (flock(2)) if nobody has it. */
    public boolean tryLock() throws IOException {
        try {
            LibC.flock(this.fd, LibC.LOCK_EX | LibC.LOCK_NB);
            return true;
        } catch (LastErrorException ex) {
            if (ex.getErrorCode() == Errno.EAGAIN) {
                return false;
            }
            throw new NativeCallException("flock", ex);
        }
    }

    public FileStatus status() throws IOException {
        return FileStatus.following(self());
    }

    /** Which file it is; does not wait for the file system. */
    public FileIdentity identity() throws IOException {
        return FileIdentity.of(this.fd);
    }

    /** Sets the permission bits. */
    public void mode(int mode) throws IOException {
        try {
            LibC.chmod(self().toString(), mode);
        } catch (LastErrorException ex) {
            throw new NativeCallException("chmod", ex);
        }
    }

    /** Sets owner and group, each 0 to 4294967294. */
    public void owner(long uid, long gid) throws IOException {
        try {
            LibC.chown(self().toString(), (int) uid, (int) gid);
        } catch (LastErrorException ex) {
            throw new NativeCallException("chown", ex);
        }
    }

    private Path self() {
        return Path.of("/proc/self/fd", Integer.toString(this.fd));
    }

    @Override
    public void close() throws IOException {
        UnixSockets.close(this.fd);
    }
}
