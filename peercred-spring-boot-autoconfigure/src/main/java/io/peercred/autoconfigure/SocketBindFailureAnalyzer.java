package io.peercred.autoconfigure;

import java.nio.file.Path;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import io.peercred.connection.SocketBindException;

/** Says what is in the way of an inbound endpoint, and how to clear it. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SocketBindFailureAnalyzer extends AbstractFailureAnalyzer<SocketBindException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SocketBindException cause) {
        String action = cause.endpoint() == null ? "Clear the way, or choose another path." : action(cause);
        return new FailureAnalysis(cause.getMessage() + ".", action, cause);
    }

    private static String action(SocketBindException cause) {
        String prefix = PeercredProperties.PREFIX + ".inbound." + cause.endpoint();
        Path parent = Path.of(cause.path()).getParent();
        String directory = parent == null ? cause.path() : parent.toString();
        return switch (cause.reason()) {
            case TAKEN -> "Stop the other server, or set " + prefix + ".path to another path.";
            case NOT_A_SOCKET -> "Move it away if it is not needed, or set " + prefix + ".path to another path.";
            case FOREIGN_SOCKET ->
                "Let its owner remove it, or name that owner in " + prefix
                        + ".file-owner if the endpoint's socket shall be theirs.";
            case DIRECTORY_MISSING ->
                "Create the directory for this service alone, such as 'install -d -m 0755 " + directory
                        + "', or RuntimeDirectory= in a systemd unit.";
            case DIRECTORY_UNSAFE ->
                "Take the right to write from others ('chmod go-w " + directory
                        + "'), or make the directory sticky ('chmod +t " + directory
                        + "'), or use one of this service alone. Only where everybody who may write there is trusted, such as"
                        + " a volume that containers of one pod share, set " + prefix + ".directory-check=warn.";
            case DIRECTORY_NOT_WRITABLE ->
                "Give this process's user the directory ('chown' or 'chmod " + directory
                        + "', RuntimeDirectory= in a systemd unit), or set " + prefix + ".path elsewhere.";
            case OWNER_NOT_CHANGEABLE ->
                "Giving a file away takes CAP_CHOWN (root), and a group of which the process is"
                        + " a member. Remove " + prefix + ".file-owner and " + prefix
                        + ".file-group, or start the process with that right.";
            case LOCKED ->
                "Another start is under way, or somebody else made the lock file '" + cause.path()
                        + ".lock'. Remove it if nobody holds it, or use a directory of this service alone.";
            case FAILED -> "See to what the message says, or set " + prefix + ".path to another path.";
        };
    }
}
