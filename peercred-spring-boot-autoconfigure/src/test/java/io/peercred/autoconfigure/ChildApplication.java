package io.peercred.autoconfigure;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.peercred.testing.ChildJvm;
import io.peercred.testing.Peer;

/** An application in a virtual machine of its own, for what needs another user or other system properties. */
final class ChildApplication {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    private static final String END = "that is all";

    private ChildApplication() {}

    /** Fails to start with these options of the virtual machine and properties of the application. */
    static FailedStart with(List<String> options, String... properties) {
        return run(
                List.of(),
                Stream.concat(Stream.of("-cp", CLASS_PATH), options.stream()).toList(),
                properties);
    }

    /** Fails to start without the libraries in whose files' names this occurs. */
    static FailedStart without(String library, String... properties) {
        String classPath = Stream.of(CLASS_PATH.split(File.pathSeparator))
                .filter(path -> !Path.of(path).getFileName().toString().contains(library))
                .collect(Collectors.joining(File.pathSeparator));
        return run(List.of(), List.of("-cp", classPath), properties);
    }

    /** The same as the user nobody, who may write nothing. */
    static FailedStart asNobody(String... properties) {
        return run(ChildJvm.as(65534), List.of("-cp", CLASS_PATH), properties);
    }

    /** The same by a command that becomes it. */
    static FailedStart startedBy(List<String> prefix, String... properties) {
        return run(prefix, List.of("-cp", CLASS_PATH), properties);
    }

    private static FailedStart run(List<String> prefix, List<String> options, String... properties) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(JAVA, "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.add(ChildApplication.class.getName());
        Stream.of(properties).map(property -> "--" + property).forEach(command::add);
        try (Peer child = Peer.start(command)) {
            List<String> report = new ArrayList<>();
            String line;
            while (!(line = child.line()).equals(END)) {
                report.add(line);
            }
            return FailedStart.parse(String.join("\n", report));
        }
    }

    /** The application. */
    public static void main(String[] arguments) {
        try {
            FailedStart.application().run(arguments).close();
        } finally {
            System.out.println(END);
        }
    }
}
