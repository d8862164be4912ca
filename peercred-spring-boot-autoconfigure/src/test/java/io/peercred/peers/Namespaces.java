package io.peercred.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.peercred.testing.Needs;

/** Commands that start a program in namespaces of its own. */
final class Namespaces {

    private Namespaces() {}

    /** {@code unshare} with these options, if this machine lets us. */
    static List<String> unshare(String... options) {
        Needs.root();
        Path program = Needs.program("unshare", "util-linux");
        List<String> command =
                Stream.concat(Stream.of(program.toString()), Stream.of(options)).toList();
        Needs.require(works(command), "needs the right to '" + String.join(" ", command) + "'");
        return command;
    }

    /** The same, as another user. */
    static List<String> unshareAs(long uid, String... options) {
        List<String> become = List.of(
                Needs.program("setpriv", "util-linux").toString(),
                "--reuid=" + uid,
                "--regid=" + uid,
                "--clear-groups");
        return Stream.concat(become.stream(), unshare(options).stream()).toList();
    }

    private static boolean works(List<String> command) {
        try {
            return new ProcessBuilder(Stream.concat(command.stream(), Stream.of("/bin/true"))
                                    .toList())
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException ex) {
            return false;
        } catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }
}
