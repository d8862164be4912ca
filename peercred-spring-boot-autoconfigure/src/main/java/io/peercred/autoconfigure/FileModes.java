package io.peercred.autoconfigure;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/** Reads {@code file-mode}. */
final class FileModes {

    private FileModes() {}

    /** The permission bits of "0660" or "rw-rw----". */
    static int parse(String property, String value) {
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
        throw new InvalidPeercredPropertyException(
                property,
                "'" + value + "' is not a file mode",
                "Write four octal digits in quotes, such as \"0660\", or rw-rw----. Quote it in YAML: without quotes,"
                        + " 0660 is the number 432 there.");
    }
}
