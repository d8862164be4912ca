package io.peercred.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What a descriptor is that somebody else opened: nothing is known of it but its number.
 *
 * @param family SO_DOMAIN
 * @param type SO_TYPE
 * @param isListening SO_ACCEPTCONN
 * @param isEnded whether it was shut down, at least for what comes: if it listens, it refuses everybody for good
 * @param name what a Unix socket is bound to: a path, {@code @name}, or nothing. Its maker chose it: it may be relative,
 *     and what is not UTF-8 in it is shown by replacement characters
 */
public record SocketStatus(int family, int type, boolean isListening, boolean isEnded, String name) {

    private static final int SOCKADDR_BYTES = 110;

    /** Asks the kernel. {@link NativeCallException} with EBADF or ENOTSOCK says that it is no socket. */
    public static SocketStatus of(int fd) throws IOException {
        int family = UnixSockets.number("SO_DOMAIN", fd, LibC.SO_DOMAIN);
        return new SocketStatus(
                family,
                UnixSockets.number("SO_TYPE", fd, LibC.SO_TYPE),
                UnixSockets.number("SO_ACCEPTCONN", fd, LibC.SO_ACCEPTCONN) != 0,
                UnixSockets.isInputEnded(fd),
                family == LibC.AF_UNIX ? name(fd) : "");
    }

    public boolean isUnix() {
        return this.family == LibC.AF_UNIX;
    }

    public boolean isStream() {
        return this.type == LibC.SOCK_STREAM;
    }

    private static String name(int fd) throws IOException {
        byte[] address = new byte[SOCKADDR_BYTES];
        int[] length = {address.length};
        NativeCall.run("getsockname", () -> LibC.getsockname(fd, address, length));
        int end = Math.min(length[0], address.length);
        if (end <= 2) {
            return "";
        }
        if (address[2] == 0) {
            return "@" + new String(address, 3, end - 3, StandardCharsets.UTF_8);
        }
        int zero = 2;
        while (zero < end && address[zero] != 0) {
            zero++;
        }
        return new String(address, 2, zero - 2, StandardCharsets.UTF_8);
    }
}
