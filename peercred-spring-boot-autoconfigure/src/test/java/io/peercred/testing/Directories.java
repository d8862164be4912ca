package io.peercred.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

import io.peercred.platform.FileHandle;

/** Directories of tests, as other users need them. */
public final class Directories {

    private Directories() {}

    /** Lets every user bind and connect in a temporary directory, which is its owner's alone at first; sticky. */
    public static Path open(Path directory) {
        try (FileHandle handle = FileHandle.pin(directory)) {
            handle.mode(01777);
            return directory;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
