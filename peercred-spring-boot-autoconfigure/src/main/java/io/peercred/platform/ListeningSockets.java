package io.peercred.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The Unix sockets of this process's network namespace ({@code /proc/net/unix}), by the names they were bound to. For people,
 * not for decisions: names are anybody's choice, and the system shows one with a line feed in it as two lines.
 */
public final class ListeningSockets {

    private static final int FLAGS = 3;
    private static final int TYPE = 4;
    private static final int STATE = 5;
    private static final int NAME = 7;
    private static final String CONNECTED = "03";
    private static final long LISTENS = 0x10000;

    private ListeningSockets() {}

    /** What is known of a name. */
    public enum Listening {
        /** Each stream socket of this name listens. */
        YES,
        /** There is none of this name. It may have been bound by another name, or in another namespace. */
        UNKNOWN,
        /** There are several, not all of which listen, or it is no stream socket. */
        MIXED
    }

    /** Whether somebody listens who bound this very name: a path, or {@code @name}. */
    public static Listening at(String name) throws IOException {
        // Names are bytes; one that is not UTF-8 is not one of ours.
        return in(new String(Files.readAllBytes(Path.of("/proc/net/unix")), StandardCharsets.UTF_8), name);
    }

    static Listening in(String table, String name) {
        List<String[]> found = Arrays.stream(table.split("\n"))
                .map(line -> line.trim().split("\\s+", NAME + 1))
                .filter(columns -> columns.length > NAME && columns[NAME].equals(name))
                // Accepted connections bear the listener's name, and are neither here nor there.
                .filter(columns -> !columns[STATE].equals(CONNECTED))
                .toList();
        if (found.isEmpty()) {
            return Listening.UNKNOWN;
        }
        return found.stream().allMatch(ListeningSockets::listens) ? Listening.YES : Listening.MIXED;
    }

    private static boolean listens(String[] columns) {
        return columns[TYPE].equals("0001")
                && columns[FLAGS].matches("[0-9A-F]{8}") // Else the line is a part of somebody's name.
                && (Long.parseLong(columns[FLAGS], 16) & LISTENS) != 0;
    }
}
