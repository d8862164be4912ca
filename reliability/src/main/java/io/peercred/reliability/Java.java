package io.peercred.reliability;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts this Java again, with the same class path. */
final class Java {

    private Java() {}

    static List<String> command(Class<?> main, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }
}
