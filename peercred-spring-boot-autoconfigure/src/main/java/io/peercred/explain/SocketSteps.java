package io.peercred.explain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

import io.peercred.connection.SocketProbe;
import io.peercred.platform.UnixAddress;
import io.peercred.platform.UserNamespace;

/** The way to a socket by its path, and whether somebody listens there. */
final class SocketSteps {

    private final Findings findings;
    private final Permission permission;

    SocketSteps(Findings findings, UserNamespace namespace, Function<String, Remedy> socketMode) {
        this.findings = findings;
        this.permission = new Permission(findings, namespace, socketMode);
    }

    /** Whether there is a socket at the path, as far as can be seen. */
    boolean walk() {
        String path = this.findings.endpoint().path();
        if (path.startsWith("@")) {
            this.findings.ok(
                    "abstract name " + path, "it has no permissions: whoever is in the network namespace may connect");
            return true;
        }
        if (!path.startsWith("/")) {
            this.findings.unknown("socket " + path, "the path is not absolute; whoever bound it knows where it is");
            return false;
        }
        PathWalk.Found found = new PathWalk(this.findings, this.permission).to(Path.of(path));
        if (found == null) {
            return false;
        }
        if (!found.status().isSocket()) {
            this.findings.notOk(
                    "socket " + found.path(), "there is " + found.status().kind() + ", not a socket");
            return false;
        }
        this.permission.toWrite(found.path(), found.status());
        return true;
    }

    /** Looks for a server that is not in this process. */
    void lookForServer(Remedy... remedies) {
        String what = "server at " + this.findings.endpoint().path();
        try {
            switch (SocketProbe.at(new UnixAddress(this.findings.endpoint().path()))) {
                case LISTENS -> this.findings.ok(what, "somebody listens");
                case NOBODY -> this.findings.notOk(what, "nobody listens", remedies);
                case OTHER_TYPE -> this.findings.notOk(what, "the socket there is not a stream");
                case UNKNOWN ->
                    this.findings.unknown(what, "this process may not connect to look whether somebody listens");
            }
        } catch (IOException | IllegalArgumentException ex) {
            this.findings.unknown(what, "whether somebody listens cannot be told: " + ex.getMessage());
        }
    }
}
