package io.peercred.reliability;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** What servers leave behind that have stopped in order. */
final class LeftFiles {

    private LeftFiles() {}

    static void requireNone(Scene scene, Path socket) {
        for (Path each : new Path[] {socket, socket.resolveSibling(socket.getFileName() + ".lock")}) {
            if (Files.exists(each, LinkOption.NOFOLLOW_LINKS)) {
                throw new IllegalStateException(scene.directory().relativize(each) + " was left behind");
            }
        }
    }
}
