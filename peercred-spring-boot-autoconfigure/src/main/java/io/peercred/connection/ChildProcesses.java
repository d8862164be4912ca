package io.peercred.connection;

import java.lang.ProcessBuilder.Redirect;
import java.util.Map;

/** Copies what somebody wants to start, so that the original can be changed for one child. */
final class ChildProcesses {

    private ChildProcesses() {}

    /** Everything but the standard input, which must not have been redirected. */
    static ProcessBuilder copyOf(ProcessBuilder child) {
        if (child.redirectInput() != Redirect.PIPE) { // Redirects of the same type need not be able to equals().
            throw new IllegalArgumentException("The child's standard input is redirected (" + child.redirectInput()
                    + "), but that is where its listening socket goes; leave it Redirect.PIPE, also after inheritIO()");
        }
        ProcessBuilder copy = new ProcessBuilder(child.command().toArray(String[]::new))
                .directory(child.directory())
                .redirectErrorStream(child.redirectErrorStream())
                .redirectOutput(child.redirectOutput())
                .redirectError(child.redirectError());
        copyEnvironment(child.environment(), copy.environment());
        return copy;
    }

    /** What both have of this process's own stays as it is: it may hold bytes that no String does. */
    private static void copyEnvironment(Map<String, String> from, Map<String, String> to) {
        to.keySet().retainAll(from.keySet());
        from.forEach((name, value) -> {
            if (!value.equals(to.get(name))) {
                to.put(name, value);
            }
        });
    }
}
