package io.peercred.platform;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The very process that connected or listened (SO_PEERPIDFD, Linux 6.5; pidfd_open(2)): it stays the same one when its
 * number is given to another. Thread-safe; close it once.
 */
public final class PidFd implements Closeable {

    /** What {@link #pid()} returns where the process has exited and nobody waits for it any more. */
    public static final int REAPED = -1;

    /** What {@link #pid()} returns where the process is in no pid namespace that our {@code /proc} shows. */
    public static final int OUTSIDE = 0;

    private static final String PID = "Pid:";

    private static volatile @Nullable Boolean supported;

    private final int fd;
    private boolean closed;

    private PidFd(int fd) {
        this.fd = fd;
    }

    /** Whether the kernel can say it: Linux 6.5 or newer. False, too, where no descriptor is left to ask with. */
    public static boolean isSupported() {
        Boolean known = supported;
        if (known != null) {
            return known;
        }
        try {
            int[] pair = UnixSockets.openPair();
            try {
                ofPeer(pair[0]).close();
                supported = true;
                return true;
            } finally {
                UnixSockets.close(pair[0]);
                UnixSockets.close(pair[1]);
            }
        } catch (NativeCallException ex) {
            if (ex.errno() == Errno.ENOPROTOOPT || ex.errno() == Errno.EINVAL) {
                supported = false;
            }
            return false;
        } catch (IOException ex) {
            return false;
        }
    }

    /**
     * Of the peer of a connected socket; it is close-on-exec.
     *
     * @throws NativeCallException where the kernel has no such option ({@link Errno#ENOPROTOOPT}), or where it is older
     *     than 6.16 and the process has been reaped ({@link Errno#EINVAL} or {@link Errno#ESRCH})
     */
    public static PidFd ofPeer(int socket) throws IOException {
        byte[] value = UnixSockets.option("SO_PEERPIDFD", socket, LibC.SO_PEERPIDFD, Integer.BYTES);
        return new PidFd(ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt());
    }

    /** Whether it has exited, reaped or not. */
    public synchronized boolean hasExited() throws IOException {
        requireOpen();
        return UnixSockets.isReadable(this.fd);
    }

    /** Its number in the pid namespace that {@code /proc} shows, at least 1; or {@link #REAPED} or {@link #OUTSIDE}. */
    public synchronized int pid() throws IOException {
        requireOpen();
        List<String> info = Files.readAllLines(Path.of("/proc/self/fdinfo", Integer.toString(this.fd)));
        return info.stream()
                .filter(line -> line.startsWith(PID))
                .map(line -> Integer.valueOf(line.substring(PID.length()).trim()))
                .findFirst()
                .orElseThrow(() -> new IOException("/proc/self/fdinfo does not say which process it is"));
    }

    /** Has {@code key} reported when it exits, or has exited already. */
    public synchronized void watch(Epoll epoll, long key) throws IOException {
        requireOpen();
        epoll.add(this.fd, key);
    }

    private void requireOpen() throws IOException {
        if (this.closed) {
            throw new IOException("the process is not watched any more");
        }
    }

    /** Nobody else can be told by what it was watched with. */
    @Override
    public synchronized void close() throws IOException {
        if (!this.closed) {
            this.closed = true;
            UnixSockets.close(this.fd);
        }
    }
}
