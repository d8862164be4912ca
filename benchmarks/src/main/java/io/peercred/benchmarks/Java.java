package io.peercred.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts this Java again. */
final class Java {

    private Java() {}

    static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** The command up to the main class. */
    static List<String> command(String classPath, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath));
        return command;
    }
}
