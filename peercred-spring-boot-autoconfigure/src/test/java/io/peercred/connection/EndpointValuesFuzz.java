package io.peercred.connection;

import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.springframework.util.unit.DataSize;

import io.peercred.credentials.InvalidSettingException;
import io.peercred.testing.FuzzInput;

import static io.peercred.testing.Oracle.require;
import static io.peercred.testing.Oracle.requireEqual;

/**
 * Values of properties: one that is taken says the same when it is printed, and all others are refused with their key.
 * Input: kind, text.
 */
public final class EndpointValuesFuzz {

    private EndpointValuesFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        int kind = input.choice(4);
        String value = input.text();
        try {
            switch (kind) {
                case 0 -> mode(value);
                case 1 -> requireEqual(EndpointValues.address("key", value).path(), value);
                case 2 -> codec(value);
                default -> size(value);
            }
        } catch (InvalidSettingException ex) {
            requireEqual(ex.key(), "key");
            require(!ex.problem().isBlank() && !ex.action().isBlank(), "nothing to do about it");
        }
    }

    private static void mode(String value) {
        int mode = FileModes.parse("key", value);
        require(mode >= 0 && mode <= 0777, "no permission bits: " + mode);
        StringBuilder letters = new StringBuilder();
        for (int bit = 0400, i = 0; bit != 0; bit >>= 1, i++) {
            letters.append((mode & bit) == 0 ? '-' : "rwxrwxrwx".charAt(i));
        }
        PosixFilePermissions.fromString(letters.toString());
        require(value.equals(String.format("%04o", mode)) || value.equals(letters.toString()), "another mode: " + mode);
    }

    private static void codec(String name) {
        FrameCodec codec = EndpointValues.codec("key", name, Map.of());
        require(FrameInputFuzz.CODECS.contains(name), "an unknown codec");
        requireEqual(FrameCodecs.hasErrorFrames(codec), name.equals("length-header"));
    }

    private static void size(String value) {
        DataSize size;
        try {
            size = DataSize.parse(value);
        } catch (IllegalArgumentException | ArithmeticException ex) {
            return; // Spring's word, which says what is wrong.
        }
        long taken = EndpointValues.maxMessageSize("key", size);
        require(taken >= 1 && taken == size.toBytes(), "another size: " + taken);
    }
}
