package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.peercred.platform.FileHandle;
import io.peercred.platform.FileStatus;

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
        Path path = socket.resolveSibling(socket.getFileName() + ".lock");
        long end = System.nanoTime() + PATIENCE;
        while (System.nanoTime() - end < 0) {
            FileHandle file = FileHandle.lockFile(path);
            boolean held = false;
            try {
                // Its last holder may have deleted the file between our opening and locking it.
                held = file.tryLock() && isStillAt(path, file);
                if (held) {
                    return new BindLock(path, file);
                }
            } finally {
                if (!held) {
                    file.close();
                }
            }
            LockSupport.parkNanos(PAUSE);
        }
        throw new IOException("another process holds the lock file " + path);
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
            Files.deleteIfExists(this.path);
        } finally {
            this.file.close();
        }
    }
}
