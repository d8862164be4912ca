package io.peercred.platform;

import io.peercred.platform.ListeningSockets.Listening;
import io.peercred.testing.FuzzInput;

import static io.peercred.testing.Oracle.require;

/**
 * The table of sockets holds names that anybody chose: none of them makes reading it fail, and a name that is not in it is
 * not found. Input: the table.
 */
public final class ListeningSocketsFuzz {

    private static final String NAME = "/run/clock.sock";

    private ListeningSocketsFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        String table = new FuzzInput(bytes).text();
        Listening found = ListeningSockets.in(table, NAME);
        require(found == Listening.UNKNOWN || table.contains(NAME), "found what is not there");
        // What others are called changes nothing about this one.
        String others = "0000000000000000: 00000002 00000000 00010000 0001 01 1 /run/other.sock\n";
        require(ListeningSockets.in(others + table, NAME) == found, "another answer beside another socket");
    }
}
