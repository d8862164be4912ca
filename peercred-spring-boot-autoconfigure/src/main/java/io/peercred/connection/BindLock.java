package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.peercred.credentials.Names;
import io.peercred.platform.FileHandle;
import io.peercred.platform.FileStatus;
import io.peercred.platform.NativeSupport;

/**
 * A lock file beside a socket, held while its path is inspected and changed, so that of two processes that find a dead
 * socket one replaces it and the other finds a live one. Gone when closed.
 */
final class BindLock implements AutoCloseable {

    private static final long PATIENCE = Duration.ofSeconds(5).toNanos();
    private static final long PAUSE = Duration.ofMillis(5).toNanos();

    private final Path path;
    private final FileHandle file;

    private BindLock(Path path, FileHandle file) {
        this.path = path;
        this.file = file;
    }

    /** Waits some seconds for it; throws {@link IOException} that names the lock file if it cannot be had. */
    static BindLock acquire(Path socket) throws IOException {
        Path path = besides(socket);
        long end = System.nanoTime() + PATIENCE;
        while (System.nanoTime() - end < 0) {
            FileHandle file = FileHandle.lockFile(path);
            BindLock lock = null;
            try {
                // Its last holder may have deleted the file between our opening and locking it.
                boolean held = file.tryLock() && isStillAt(path, file);
                if (held) {
                    requireOurs(path, file);
                    lock = new BindLock(path, file);
                    return lock;
                }
            } finally {
                if (lock == null) {
                    file.close();
                }
            }
            LockSupport.parkNanos(PAUSE);
        }
        throw new IOException("another process holds the lock file " + path);
    }

    /** Where the lock file of a socket is. */
    static Path besides(Path socket) {
        return socket.resolveSibling(socket.getFileName() + ".lock");
    }

    /** Since the file is deleted in the end, it must be one that only a lock of ours can have made. */
    private static void requireOurs(Path path, FileHandle file) throws IOException {
        long uid = file.status().uid();
        if (uid != NativeSupport.effectiveUid()) {
            throw new IOException("the lock file " + path + " belongs to " + Names.user(uid));
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || Files.size(path) > 0) {
            throw new IOException("what is at the lock file's place, " + path + ", is none of ours and is not deleted");
        }
    }

    private static boolean isStillAt(Path path, FileHandle file) throws IOException {
        try {
            return FileStatus.of(path).isSameFileAs(file.status());
        } catch (NoSuchFileException ex) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (isStillAt(this.path, this.file)) {
                Files.deleteIfExists(this.path);
            }
        } finally {
            this.file.close();
        }
    }
}
