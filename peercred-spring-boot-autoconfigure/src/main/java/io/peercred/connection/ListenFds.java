package io.peercred.connection;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Announces a child's standard input as the first descriptor that was passed to it (sd_listen_fds(3)).
 *
 * <p>The JDK closes all descriptors above 2 in a child and tells its pid only once it runs. A shell that becomes the
 * program has the program's pid, and moves the descriptor.
 */
final class ListenFds {

    private static final String SHELL = "/bin/sh";

    /** What some shells set, or correct, in their environment. */
    private static final List<String> SHELL_VARIABLES = List.of("PWD", "OLDPWD");

    /** Only words of the shell itself: whatever PATH and the directory are, it runs nothing but the program. */
    private static final String BECOME_PROGRAM = "LISTEN_PID=$$; export LISTEN_PID; exec \"$@\" 3<&0 0</dev/null";

    private ListenFds() {}

    /** Changes command and environment of {@code child}. */
    static void announce(ProcessBuilder child, @Nullable String name) throws IOException {
        Map<String, String> environment = child.environment();
        // Those of this process may say what was passed to it; systemd 259 has this one beside LISTEN_PID.
        environment.remove("LISTEN_PIDFDID");
        environment.put("LISTEN_FDS", "1");
        if (name != null) {
            environment.put("LISTEN_FDNAMES", name);
        } else {
            environment.remove("LISTEN_FDNAMES");
        }
        requireNameable(environment);
        child.command(command(child, environment));
    }

    private static List<String> command(ProcessBuilder child, Map<String, String> environment) throws IOException {
        StringBuilder script = new StringBuilder();
        List<String> arguments = new ArrayList<>();
        for (String variable : SHELL_VARIABLES) {
            if (environment.containsKey(variable)) {
                script.append(variable).append("=$1; export ").append(variable).append("; shift; ");
                arguments.add(Objects.requireNonNull(environment.get(variable)));
            } else {
                script.append("unset ").append(variable).append("; ");
            }
        }
        List<String> command = new ArrayList<>(List.of(SHELL, "-c", script + BECOME_PROGRAM, "sh"));
        command.addAll(arguments);
        // Found here, by the rules of ProcessBuilder, so that a missing one is its IOException and no exit code.
        command.add(program(child));
        command.addAll(child.command().subList(1, child.command().size()));
        return command;
    }

    /** Functions that one bash passes to others are left to the shell, which knows them or drops them. */
    private static void requireNameable(Map<String, String> environment) {
        TreeSet<String> others = new TreeSet<>(environment.keySet());
        others.removeIf(name -> name.matches("[A-Za-z_][A-Za-z0-9_]*|BASH_FUNC_.*"));
        if (!others.isEmpty()) {
            throw new IllegalArgumentException("The child's environment has " + others + ", which " + SHELL
                    + " would not pass on; remove them from it, or hand over the socket as standard input");
        }
    }

    private static String program(ProcessBuilder child) throws IOException {
        File directory = child.directory() == null ? new File("").getAbsoluteFile() : child.directory();
        String name = child.command().get(0);
        if (!directory.isDirectory()) {
            throw failure(name, "there is no directory " + directory);
        }
        if (name.indexOf('/') >= 0) {
            return executable(new File(name), directory, name);
        }
        String path = System.getenv("PATH");
        // The default of the JDK, which leaves it to confstr(3).
        for (String place : (path == null ? "/bin:/usr/bin" : path).split(":", -1)) {
            File file = new File(place.isEmpty() ? "." : place, name);
            File found = file.isAbsolute() ? file : new File(directory, file.getPath());
            if (isExecutable(found)) {
                return found.getAbsolutePath();
            }
        }
        throw failure(name, "there is none in PATH (" + path + ")");
    }

    private static String executable(File file, File directory, String name) throws IOException {
        File found = file.isAbsolute() ? file : new File(directory, file.getPath());
        if (!isExecutable(found)) {
            throw failure(name, found.exists() ? found + " is not executable" : "there is no file " + found);
        }
        return found.getAbsolutePath();
    }

    private static boolean isExecutable(File file) {
        return file.isFile() && file.canExecute();
    }

    private static IOException failure(String program, String why) {
        return new IOException("Cannot run program \"" + program + "\": " + why);
    }
}
