package io.peercred.connection;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

import io.peercred.credentials.InvalidSettingException;
import io.peercred.credentials.PeerPolicy;
import io.peercred.platform.NativeSupport;

/** Modes of socket files: reads {@code file-mode}, or decides without. */
public final class FileModes {

    private FileModes() {}

    /**
     * The mode of an endpoint that says none: the kernel's word is the gate, so the mode need not be; it is where nobody
     * else is expected anyway.
     */
    public static int defaultMode(PeerPolicy policy) {
        boolean onlySelfOrRoot = !policy.uids().isEmpty()
                && policy.uids().stream().allMatch(uid -> uid == 0 || uid == NativeSupport.effectiveUid());
        return onlySelfOrRoot ? 0600 : 0666;
    }

    /**
     * The permission bits of "0660" or "rw-rw----"; {@link InvalidSettingException} where it is neither.
     *
     * @param key of the value, for that exception
     */
    public static int parse(String key, String value) {
        if (value.matches("0[0-7]{3}")) {
            return Integer.parseInt(value, 8);
        }
        if (value.matches("([r-][w-][x-]){3}")) {
            int mode = 0;
            for (PosixFilePermission permission : PosixFilePermissions.fromString(value)) {
                // Declared in the order of the bits, the owner's read permission first.
                mode |= 0400 >> permission.ordinal();
            }
            return mode;
        }
        throw new InvalidSettingException(
                key,
                "'" + value + "' is not a file mode",
                "Write four octal digits in quotes, such as \"0660\", or rw-rw----. Quote it in YAML: without quotes,"
                        + " 0660 is the number 432 there.");
    }
}
