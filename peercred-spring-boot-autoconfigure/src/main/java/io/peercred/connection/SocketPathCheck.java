package io.peercred.connection;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import io.peercred.platform.FileStatus;

/** Looks at the file of a socket that listens: whoever may write its directory can have put another there. */
final class SocketPathCheck {

    private SocketPathCheck() {}

    /** What a path leads to. */
    interface Look {
        FileStatus at(Path path) throws IOException;
    }

    /** What is wrong with what is there. */
    interface Judgement {
        @Nullable
        String of(FileStatus found);
    }

    /** Why whoever connects to the path does not reach the socket; null if they do. */
    static @Nullable String obstacle(Path path, Look look, Judgement judgement) {
        try {
            return judgement.of(look.at(path));
        } catch (NoSuchFileException ex) {
            return "somebody deleted the socket's file";
        } catch (IOException ex) {
            return "what is at the socket's path cannot be told: " + ex;
        }
    }
}
