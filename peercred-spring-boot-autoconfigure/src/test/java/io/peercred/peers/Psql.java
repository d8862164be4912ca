package io.peercred.peers;

import java.nio.file.Path;
import java.util.List;

import io.peercred.testing.Needs;
import io.peercred.testing.Peer;

/** PostgreSQL's client. */
final class Psql {

    static final String PORT = "54399";

    /** What it connects to in a directory. */
    static final String SOCKET = ".s.PGSQL." + PORT;

    private Psql() {}

    /** Says what its server answers to a query for its user's name, or why there is no answer. */
    static Peer start(Path directory, String options) {
        return Peer.start(List.of(
                "/bin/sh",
                "-c",
                "exec \"$0\" -X -A -t -w -c 'select current_user' \"$1\" 2>&1",
                Needs.program("psql", "postgresql-client").toString(),
                "host=" + directory + " port=" + PORT + " dbname=postgres " + options));
    }
}
