package io.peercred.platform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The address of a Unix socket: an absolute file path, or {@code @name} in Linux's abstract namespace.
 *
 * <p>At most {@value #MAX_BYTES} bytes of UTF-8 (unix(7)); longer ones are refused, never cut, since a cut path is
 * another socket's.
 *
 * @param path the path as configured
 */
public record UnixAddress(String path) {

    /** What fits into {@code sun_path} beside its terminating (or, in the abstract namespace, leading) zero. */
    public static final int MAX_BYTES = 107;

    /** Checks the path. {@link IllegalArgumentException} says what is wrong with it. */
    public UnixAddress {
        if (path.isEmpty() || path.equals("@")) {
            throw new IllegalArgumentException("the path is empty");
        }
        if (path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the path contains a zero character");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(path)) {
            throw new IllegalArgumentException(
                    "the path '" + path + "' has a lone surrogate, which UTF-8 cannot carry");
        }
        char first = path.charAt(0);
        if (first != '/' && first != '@') {
            throw new IllegalArgumentException("the path '" + path + "' is neither absolute nor an abstract '@name'");
        }
        int length = name(path).length;
        if (length > MAX_BYTES) {
            throw new IllegalArgumentException("the path '" + path + "' has " + length
                    + " bytes in UTF-8; the address of a Unix socket takes at most " + MAX_BYTES);
        }
    }

    /** Whether the address lives in the abstract namespace: no file, no owner, no mode. */
    public boolean isAbstract() {
        return this.path.charAt(0) == '@';
    }

    /** The bytes of a {@code struct sockaddr_un}, as long as the address. */
    byte[] toSockaddr() {
        byte[] name = name(this.path);
        ByteBuffer address = ByteBuffer.allocate(2 + 1 + name.length).order(ByteOrder.nativeOrder());
        address.putShort((short) LibC.AF_UNIX);
        if (isAbstract()) {
            address.put((byte) 0).put(name);
        } else {
            address.put(name).put((byte) 0);
        }
        return address.array();
    }

    private static byte[] name(String path) {
        return (path.charAt(0) == '@' ? path.substring(1) : path).getBytes(StandardCharsets.UTF_8);
    }
}
