package io.peercred.connection;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

/** A server in a process of its own: says {@code listening}, and on each line that it hears what it has counted. */
final class ChildServer {

    private ChildServer() {}

    public static void main(String[] args) throws Exception {
        TestSettings settings = TestSettings.at(args[0])
                .file(new SocketFile(0640, null, null, true))
                .backlog(10)
                .maxConnections(5000, 5000);
        Endpoints endpoints = new Endpoints();
        endpoints.serve(settings);
        System.out.println("listening");
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (input.readLine() != null) {
            System.out.println(endpoints.counters.accepted() + " " + endpoints.counters.acceptFailures());
        }
        System.exit(0);
    }

    /** Starts it after a command of the shell, such as {@code umask 077}. */
    static Peer startAfter(String shellCommand, Path socket) {
        return ChildJava.startBehind(shellCommand + " && exec", ChildServer.class, socket.toString());
    }
}
