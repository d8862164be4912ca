package io.peercred.socket;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The internet address of what has none, for libraries that dereference it: 0.0.0.0, which is nobody's, by the name of
 * the socket's path.
 */
final class PathAddress {

    private static final byte[] NOBODY = new byte[4];

    private PathAddress() {}

    static InetAddress of(String path) {
        try {
            return InetAddress.getByAddress(path, NOBODY);
        } catch (UnknownHostException ex) {
            throw new IllegalStateException(ex); // It says so of arrays of other lengths.
        }
    }
}
