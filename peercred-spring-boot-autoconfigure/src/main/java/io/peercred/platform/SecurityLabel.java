package io.peercred.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * What a security module of Linux (SELinux, AppArmor, Smack) calls the peer of a socket (SO_PEERSEC, unix(7)). Run where
 * there is no such module.
 */
public final class SecurityLabel {

    private static final int USUAL_BYTES = 256;

    /** Whether processes are labelled at all; asked once, so that a connection costs no question in vain. */
    private static final boolean THERE_ARE_ANY = isOurOwnReadable();

    private SecurityLabel() {}

    /** The label, or null where there is none. */
    public static @Nullable String ofPeer(int fd) throws IOException {
        return THERE_ARE_ANY ? ask(fd) : null;
    }

    static @Nullable String ask(int fd) throws IOException {
        try {
            return decode(UnixSockets.option("SO_PEERSEC", fd, LibC.SO_PEERSEC, USUAL_BYTES));
        } catch (NativeCallException ex) {
            if (ex.errno() == Errno.ENOPROTOOPT) {
                return null;
            }
            throw ex;
        }
    }

    /** Some modules end it with a zero, or with a line feed. */
    static @Nullable String decode(byte[] value) {
        int length = value.length;
        while (length > 0 && (value[length - 1] == 0 || value[length - 1] == '\n')) {
            length--;
        }
        return length == 0 ? null : new String(value, 0, length, StandardCharsets.UTF_8);
    }

    private static boolean isOurOwnReadable() {
        try {
            return Files.readAllBytes(Path.of("/proc/self/attr/current")).length > 0;
        } catch (IOException ex) {
            return false; // EINVAL: no module answers.
        }
    }
}
