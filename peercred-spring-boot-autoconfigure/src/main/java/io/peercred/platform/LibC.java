package io.peercred.platform;

import java.nio.ByteBuffer;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The C library's functions, mapped directly. Structures are passed as bytes in the layout of 64-bit Linux.
 *
 * <p>Each throws {@link LastErrorException} with {@code errno} where the function fails.
 */
final class LibC {

    static final int AF_UNIX = 1;
    static final int SOCK_STREAM = 1;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SO_TYPE = 3;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int SO_PASSCRED = 16;
    static final int SO_PEERCRED = 17;
    static final int SO_RCVTIMEO = 20;
    static final int SO_SNDTIMEO = 21;
    static final int SO_ACCEPTCONN = 30;
    static final int SO_PEERSEC = 31;
    static final int SO_DOMAIN = 39;
    static final int SO_PEERGROUPS = 59;
    static final int SO_PEERPIDFD = 77;
    static final int SO_PASSRIGHTS = 83;
    static final int SHUT_RD = 0;
    static final int SHUT_WR = 1;
    static final int SHUT_RDWR = 2;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0x40;
    /** Numbers differ between architectures; {@link NativeSupport} refuses those that are not known here. */
    static final int O_NOFOLLOW = Platform.isARM() ? 0x8000 : 0x20000;

    static final int O_CLOEXEC = 0x80000;
    static final int O_PATH = 0x200000;
    static final int F_SETFD = 2;
    static final int F_DUPFD_CLOEXEC = 1030;
    static final int FD_CLOEXEC = 1;
    static final int LOCK_EX = 2;
    static final int LOCK_NB = 4;
    static final short POLLIN = 1;
    static final short POLLRDHUP = 0x2000;
    static final long FIONREAD = 0x541B;
    static final long SIOCOUTQ = 0x5411;
    static final int SCM_RIGHTS = 1;
    static final int SCM_CREDENTIALS = 2;
    static final int MSG_PEEK = 2;
    static final int MSG_CTRUNC = 8;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int MSG_CMSG_CLOEXEC = 0x40000000;
    static final long SYS_STATX = Platform.isARM() ? 291 : 332;
    static final int AT_EMPTY_PATH = 0x1000;
    static final int AT_STATX_DONT_SYNC = 0x4000;
    static final int STATX_INO = 0x100;
    static final int EFD_CLOEXEC = 0x80000;
    static final int EPOLL_CLOEXEC = 0x80000;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_MOD = 3;
    static final int EPOLLIN = 1;
    static final int EPOLLRDHUP = 0x2000;
    static final int EPOLLONESHOT = 1 << 30;

    static {
        // The process itself, not a library by name: names differ between C libraries.
        Native.register(LibC.class, NativeLibrary.getProcess());
    }

    private LibC() {}

    static native int socket(int domain, int type, int protocol) throws LastErrorException;

    static native int socketpair(int domain, int type, int protocol, int[] fds) throws LastErrorException;

    static native int bind(int fd, byte[] address, int length) throws LastErrorException;

    static native int listen(int fd, int backlog) throws LastErrorException;

    static native int accept4(int fd, @Nullable Pointer address, @Nullable Pointer length, int flags)
            throws LastErrorException;

    static native int connect(int fd, byte[] address, int length) throws LastErrorException;

    static native int shutdown(int fd, int how) throws LastErrorException;

    static native int close(int fd) throws LastErrorException;

    static native int getsockopt(int fd, int level, int option, long value, long length) throws LastErrorException;

    static native int setsockopt(int fd, int level, int option, byte[] value, int length) throws LastErrorException;

    static native int getsockname(int fd, byte[] address, int[] length) throws LastErrorException;

    static native int fcntl(int fd, int command, long argument) throws LastErrorException;

    static native int dup2(int fd, int number) throws LastErrorException;

    static native int write(int fd, byte[] bytes, long count) throws LastErrorException;

    static native int poll(long fds, long count, int timeoutMillis) throws LastErrorException;

    static native long recv(int fd, ByteBuffer buffer, long length, int flags) throws LastErrorException;

    static native long send(int fd, ByteBuffer buffer, long length, int flags) throws LastErrorException;

    static native int recvmsg(int fd, ByteBuffer message, int flags) throws LastErrorException;

    static native int sendmsg(int fd, ByteBuffer message, int flags) throws LastErrorException;

    static native int epoll_create1(int flags) throws LastErrorException;

    static native int epoll_ctl(int epoll, int operation, int fd, byte[] event) throws LastErrorException;

    static native int epoll_wait(int epoll, byte[] events, int count, int timeoutMillis) throws LastErrorException;

    static native int eventfd(int initial, int flags) throws LastErrorException;

    static native int ioctl(int fd, long request, long value) throws LastErrorException;

    static native int open(String path, int flags, int mode) throws LastErrorException;

    static native int flock(int fd, int operation) throws LastErrorException;

    static native int fchmod(int fd, int mode) throws LastErrorException;

    static native int chmod(String path, int mode) throws LastErrorException;

    static native int chown(String path, int uid, int gid) throws LastErrorException;

    /** By its number, since not every C library has a function for it. */
    static native long syscall(long number, int directory, String path, int flags, int mask, byte[] result)
            throws LastErrorException;

    static native long getxattr(String path, String name, byte[] value, long size) throws LastErrorException;

    static native int geteuid();

    static native int getegid();

    // The following four return the error itself and leave errno alone.

    static native int getpwnam_r(String name, byte[] entry, Pointer buffer, long size, long[] result);

    static native int getpwuid_r(int uid, byte[] entry, Pointer buffer, long size, long[] result);

    static native int getgrnam_r(String name, byte[] entry, Pointer buffer, long size, long[] result);

    static native int getgrgid_r(int gid, byte[] entry, Pointer buffer, long size, long[] result);

    static native int getgrouplist(String user, int group, int[] groups, int[] count);

    static native String strerror(int errno);
}
