package io.peercred.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs a test class's {@code main} in a Java machine of its own, such as one inside other namespaces. */
public final class ChildJvm {

    private ChildJvm() {}

    /**
     * What starts it as another user, without any right over ids; it may read everything, since the class path may be
     * root's.
     */
    public static List<String> as(long uid) {
        Needs.root();
        return List.of(
                Needs.program("setpriv", "util-linux").toString(),
                "--reuid=" + uid,
                "--regid=" + uid,
                "--clear-groups",
                "--inh-caps=+dac_read_search",
                "--ambient-caps=+dac_read_search");
    }

    /**
     * Starts it.
     *
     * @param prefix the command that starts Java, such as {@code unshare -U}; may be empty
     */
    public static Peer start(List<String> prefix, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(command(main, arguments));
        return Peer.start(command);
    }

    /** The command itself, for whoever else is to start it. */
    public static List<String> command(Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add(main.getName());
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        return command;
    }
}
