package io.peercred.platform;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.peercred.testing.FuzzInput;

import static io.peercred.testing.Oracle.require;
import static io.peercred.testing.Oracle.requireEqual;

/** An address that is taken is in the structure for the kernel, whole; the others are refused. Input: the path. */
public final class UnixAddressFuzz {

    private UnixAddressFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        String path = new FuzzInput(bytes).text();
        byte[] utf8 = path.getBytes(StandardCharsets.UTF_8);
        boolean isAbstract = path.startsWith("@");
        int length = utf8.length - (isAbstract ? 1 : 0);
        boolean legal = (path.startsWith("/") || isAbstract) && length >= 1 && length <= 107 && !path.contains("\0");
        byte[] address;
        try {
            address = new UnixAddress(path).toSockaddr();
        } catch (IllegalArgumentException ex) {
            require(!legal, "refused: " + ex.getMessage());
            return;
        }
        require(legal, "taken");
        require(address.length <= 110, "longer than struct sockaddr_un");
        byte[] expected = Arrays.copyOf(utf8, utf8.length + (isAbstract ? 0 : 1));
        if (isAbstract) {
            expected[0] = 0;
        }
        requireEqual(Arrays.toString(Arrays.copyOfRange(address, 2, address.length)), Arrays.toString(expected));
    }
}
