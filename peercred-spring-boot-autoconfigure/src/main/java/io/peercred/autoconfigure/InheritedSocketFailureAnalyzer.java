package io.peercred.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import io.peercred.connection.InheritedSocketException;

/** Says why an activated endpoint got no socket, and quotes the lines of the units that pass one. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InheritedSocketFailureAnalyzer extends AbstractFailureAnalyzer<InheritedSocketException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InheritedSocketException cause) {
        return new FailureAnalysis(cause.getMessage() + ".", action(cause), cause);
    }

    private static String action(InheritedSocketException cause) {
        String endpoint = cause.endpoint();
        String advice =
                switch (cause.reason()) {
                    case MISSING ->
                        "Have the process started by its socket, or remove " + PeercredProperties.PREFIX + ".inbound."
                                + endpoint + ".activation to let it bind one itself.";
                    case OTHER_PROCESS ->
                        "Something stands between who passed the sockets and this process, such as a shell: have it"
                                + " 'exec java', not 'java'.";
                    case MALFORMED -> "Leave LISTEN_FDS, LISTEN_PID and LISTEN_FDNAMES to who passes the sockets.";
                    case AMBIGUOUS -> "Name one socket after the endpoint.";
                    case NOT_A_LISTENER ->
                        "Pass a listening stream socket: ListenStream= with a path, and Accept=no, which is the default.";
                    case FAILED -> "See to what the message says.";
                };
        return advice + " The lines of the units:\n\n" + units(endpoint)
                + "\nBy hand: systemd-socket-activate --fdname=" + endpoint + " --listen=/run/app/" + endpoint
                + ".sock java -jar app.jar";
    }

    private static String units(String endpoint) {
        return """
                # app.socket
                [Socket]
                ListenStream=/run/app/%1$s.sock
                FileDescriptorName=%1$s

                # app.service
                [Service]
                ExecStart=/usr/bin/java -jar /opt/app/app.jar --%2$s.inbound.%1$s.activation=systemd
                """.formatted(endpoint, PeercredProperties.PREFIX);
    }
}
