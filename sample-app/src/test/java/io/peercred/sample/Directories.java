package io.peercred.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files for other users; a temporary directory of JUnit's is its maker's alone. */
final class Directories {

    private Directories() {}

    /** Lets everybody in, to look. */
    static Path openToAll(Path directory) {
        try {
            return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** A new directory that belongs to this user. */
    static Path of(long uid, Path parent) {
        try {
            Path directory = Files.createDirectory(openToAll(parent).resolve("of-" + uid));
            Files.setAttribute(directory, "unix:uid", (int) uid);
            return directory;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** The executable jar where everybody can read it. */
    static Path jarForAll(Path directory) {
        try {
            return openToAll(Files.copy(Program.jar(), openToAll(directory).resolve("sample-app.jar")));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
