package io.peercred.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import com.sun.jna.LastErrorException;

/**
 * Stream sockets of the Unix domain by their descriptors.
 *
 * <p>Whoever opened a descriptor closes it, once, and uses it no more: its number is given to the next file. Every
 * descriptor made here is close-on-exec.
 */
public final class UnixSockets {

    private static final int OPTION_LENGTH = 0;
    private static final int OPTION_VALUE = 8;
    private static final int FEW_GROUPS = 32;

    private UnixSockets() {}

    /** Opens a blocking stream socket. */
    public static int open() throws IOException {
        return socket(0);
    }

    /** Opens a stream socket whose calls do not wait. */
    public static int openNonBlocking() throws IOException {
        return socket(LibC.SOCK_NONBLOCK);
    }

    /** Opens two stream sockets that are connected to each other; each one's peer is this process as it is now. */
    public static int[] openPair() throws IOException {
        int[] fds = new int[2];
        NativeCall.run("socketpair", () -> LibC.socketpair(LibC.AF_UNIX, LibC.SOCK_STREAM | LibC.SOCK_CLOEXEC, 0, fds));
        return fds;
    }

    private static int socket(int flags) throws IOException {
        return NativeCall.run(
                "socket", () -> LibC.socket(LibC.AF_UNIX, LibC.SOCK_STREAM | LibC.SOCK_CLOEXEC | flags, 0));
    }

    /**
     * Binds, the file having {@code mode} less the umask from its first moment (unix(7): the mode of the socket's own
     * inode is the file's).
     */
    public static void bind(int fd, UnixAddress address, int mode) throws IOException {
        byte[] sockaddr = address.toSockaddr();
        NativeCall.run("fchmod", () -> LibC.fchmod(fd, mode));
        NativeCall.run("bind " + address.path(), () -> LibC.bind(fd, sockaddr, sockaddr.length));
    }

    /** Listens. From here on clients see the credentials that this process has now. */
    public static void listen(int fd, int backlog) throws IOException {
        NativeCall.run("listen", () -> LibC.listen(fd, backlog));
    }

    /** Waits for the next connection. Only {@link #shutdown} ends the wait. */
    public static int accept(int fd) throws IOException {
        return NativeCall.run("accept", () -> LibC.accept4(fd, null, null, LibC.SOCK_CLOEXEC));
    }

    /** Connects once; a full backlog is {@link Errno#EAGAIN} after the descriptor's {@link #sendTimeout}. */
    public static void connect(int fd, UnixAddress address) throws IOException {
        byte[] sockaddr = address.toSockaddr();
        NativeCall.run("connect " + address.path(), () -> LibC.connect(fd, sockaddr, sockaddr.length));
    }

    /**
     * Has the kernel say of all bytes who wrote them (SO_PASSCRED). Set on a listener it holds for what it accepts from
     * then on; of bytes that came before, it says nothing.
     */
    public static void passCredentials(int fd) throws IOException {
        number("setsockopt SO_PASSCRED", fd, LibC.SO_PASSCRED, 1);
    }

    /** Whether {@link #passCredentials} is in force. */
    public static boolean passesCredentials(int fd) throws IOException {
        return number("SO_PASSCRED", fd, LibC.SO_PASSCRED) != 0;
    }

    /** The value of a socket option that is a number. */
    static int number(String name, int fd, int option) throws IOException {
        return ByteBuffer.wrap(option(name, fd, option, Integer.BYTES))
                .order(ByteOrder.nativeOrder())
                .getInt();
    }

    /** Sets a socket option that is a number. */
    static void number(String call, int fd, int option, int number) throws IOException {
        byte[] value = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(number)
                .array();
        NativeCall.run(call, () -> LibC.setsockopt(fd, LibC.SOL_SOCKET, option, value, value.length));
    }

    /** Bounds how long one connect or write may wait (SO_SNDTIMEO); 0 is without bound. */
    public static void sendTimeout(int fd, long micros) throws IOException {
        timeout("setsockopt SO_SNDTIMEO", fd, LibC.SO_SNDTIMEO, micros);
    }

    /** Bounds how long one read may wait (SO_RCVTIMEO); 0 is without bound. */
    public static void receiveTimeout(int fd, long micros) throws IOException {
        timeout("setsockopt SO_RCVTIMEO", fd, LibC.SO_RCVTIMEO, micros);
    }

    private static void timeout(String call, int fd, int option, long micros) throws IOException {
        byte[] timeval = ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putLong(micros / 1_000_000)
                .putLong(micros % 1_000_000)
                .array();
        NativeCall.run(call, () -> LibC.setsockopt(fd, LibC.SOL_SOCKET, option, timeval, timeval.length));
    }

    /** Ends both directions, which wakes whoever waits in a call on the descriptor. */
    public static void shutdown(int fd) throws IOException {
        NativeCall.run("shutdown", () -> LibC.shutdown(fd, LibC.SHUT_RDWR));
    }

    /** Takes no more from the peer: its writes fail with EPIPE. What has come before can be read (shutdown(2)). */
    public static void shutdownInput(int fd) throws IOException {
        NativeCall.run("shutdown", () -> LibC.shutdown(fd, LibC.SHUT_RD));
    }

    /** Closes the descriptor. Whatever the system answers, the number is free afterwards (close(2)). */
    public static void close(int fd) throws IOException {
        try {
            LibC.close(fd);
        } catch (LastErrorException ex) {
            throw new NativeCallException("close", ex);
        }
    }

    /** Closes descriptors of any kind that nobody wants, each whatever the system answers to the others. */
    public static void discard(int... fds) {
        for (int each : fds) {
            try {
                close(each);
            } catch (IOException ex) {
                // The number is free all the same.
            }
        }
    }

    /** Another descriptor of the same open file, close-on-exec. */
    public static int duplicate(int fd) throws IOException {
        return NativeCall.run("fcntl F_DUPFD_CLOEXEC", () -> LibC.fcntl(fd, LibC.F_DUPFD_CLOEXEC, 0));
    }

    /** The peer's credentials (SO_PEERCRED): of connect(2) on an accepted socket, of listen(2) on a connected one. */
    public static Ucred peerCredentials(int fd) throws IOException {
        byte[] value = option("SO_PEERCRED", fd, LibC.SO_PEERCRED, Ucred.BYTES);
        if (value.length != Ucred.BYTES) {
            throw new IOException("getsockopt SO_PEERCRED: " + value.length + " bytes instead of " + Ucred.BYTES);
        }
        return Ucred.decode(ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()));
    }

    /** The peer's supplementary groups (SO_PEERGROUPS, Linux 4.13), each the bits of an unsigned number. */
    public static int[] peerGroups(int fd) throws IOException {
        ByteBuffer value = ByteBuffer.wrap(option("SO_PEERGROUPS", fd, LibC.SO_PEERGROUPS, FEW_GROUPS * Integer.BYTES))
                .order(ByteOrder.nativeOrder());
        int[] groups = new int[value.remaining() / Integer.BYTES];
        value.asIntBuffer().get(groups);
        return groups;
    }

    /** The value of a socket option, however long; {@code expected} bytes are tried first. */
    static byte[] option(String name, int fd, int option, int expected) throws IOException {
        CallMemory memory = CallMemory.ofThread();
        try {
            return option(name, fd, option, memory, expected);
        } catch (NativeCallException ex) {
            if (ex.errno() != Errno.ERANGE) {
                throw ex;
            }
            // The kernel has written the size that it needs.
            int needed = memory.bytes().getInt(OPTION_LENGTH);
            return option(name, fd, option, CallMemory.allocate(OPTION_VALUE + needed), needed);
        }
    }

    /** The value is put behind its length. */
    private static byte[] option(String name, int fd, int option, CallMemory memory, int room) throws IOException {
        memory.bytes().putInt(OPTION_LENGTH, room);
        NativeCall.run(
                "getsockopt " + name,
                () -> LibC.getsockopt(
                        fd,
                        LibC.SOL_SOCKET,
                        option,
                        memory.address() + OPTION_VALUE,
                        memory.address() + OPTION_LENGTH));
        byte[] value = new byte[memory.bytes().getInt(OPTION_LENGTH)];
        memory.bytes().get(OPTION_VALUE, value);
        return value;
    }

    /** Whether a read would not wait: there are bytes, the stream's end, or an error. */
    public static boolean isReadable(int fd) throws IOException {
        CallMemory memory = CallMemory.ofThread();
        memory.bytes().putInt(0, fd).putShort(4, LibC.POLLIN).putShort(6, (short) 0);
        return NativeCall.run("poll", () -> LibC.poll(memory.address(), 1, 0)) > 0;
    }

    /**
     * Whether nothing more can come: the peer, or anybody who holds the descriptor, has ended it (POLLRDHUP). A listener that
     * was shut down refuses all connections for good.
     */
    public static boolean isInputEnded(int fd) throws IOException {
        CallMemory memory = CallMemory.ofThread();
        memory.bytes().putInt(0, fd).putShort(4, LibC.POLLRDHUP).putShort(6, (short) 0);
        NativeCall.run("poll", () -> LibC.poll(memory.address(), 1, 0));
        return (memory.bytes().getShort(6) & LibC.POLLRDHUP) != 0;
    }

    /** How many bytes have come that were not read (FIONREAD). */
    public static int available(int fd) throws IOException {
        CallMemory memory = CallMemory.ofThread();
        NativeCall.run("ioctl FIONREAD", () -> LibC.ioctl(fd, LibC.FIONREAD, memory.address()));
        return memory.bytes().getInt(0);
    }

    /** Whether bytes that were written still wait for the peer to read them (SIOCOUTQ; unix(7) accounts them to us). */
    public static boolean hasUnreadOutput(int fd) throws IOException {
        CallMemory memory = CallMemory.ofThread();
        NativeCall.run("ioctl SIOCOUTQ", () -> LibC.ioctl(fd, LibC.SIOCOUTQ, memory.address()));
        return memory.bytes().getInt(0) > 0;
    }
}
