package io.peercred.connection;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.peercred.testing.Peer;

/** A class of the tests as a process of its own. */
final class ChildJava {

    private ChildJava() {}

    /** Starts it by a line of the shell that ends in what starts programs, such as {@code umask 077 && exec}. */
    static Peer startBehind(String shell, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                shell + " \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        return Peer.start(command);
    }
}
