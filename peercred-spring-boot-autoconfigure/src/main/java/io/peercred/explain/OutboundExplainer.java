package io.peercred.explain;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.peercred.connection.OutboundClient;
import io.peercred.connection.OutboundSettings;
import io.peercred.credentials.Names;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;

/**
 * Whether a process of a user, configured as this one is, reaches whoever listens at an outbound endpoint, and accepts
 * whom it meets. Opens a connection to see who that is. What the server thinks of the user is the server's to say.
 */
final class OutboundExplainer {

    private final OutboundClient client;
    private final OutboundSettings settings;
    private final Findings findings;
    private final boolean isSelf;

    OutboundExplainer(OutboundClient client, Subject subject) {
        this.client = client;
        this.settings = client.settings();
        this.findings = new Findings(client.endpoint(), subject);
        this.isSelf = subject.equals(Subject.self());
    }

    Explanation explain() {
        SocketSteps socket = new SocketSteps(
                this.findings,
                this.settings.verification().policy().namespace(),
                mode -> new Remedy(
                        Remedy.SHELL,
                        "chmod " + mode + " "
                                + Permission.quoted(
                                        Path.of(this.findings.endpoint().path()))));
        if (socket.walk()) {
            meet();
        }
        return this.findings.explanation();
    }

    private void meet() {
        String what = "server at " + this.findings.endpoint().path();
        try {
            PeerCredentials peer = this.client.execute(this.settings.connectTimeout(), connection -> connection.peer());
            if (this.isSelf) {
                this.findings.passed("this process has just connected");
            }
            this.findings.ok(
                    what,
                    Names.describe(peer) + " listens there, as is expected (" + this.client.expects()
                            + "); whether it accepts the user is its own to say");
        } catch (PeerRejectedException ex) {
            if (this.isSelf) {
                this.findings.passed("this process has just connected");
            }
            this.findings.notOk(what, String.valueOf(ex.getMessage()), remedies(ex));
        } catch (AccessDeniedException ex) {
            if (this.isSelf) {
                this.findings.notOk(what, String.valueOf(ex.getMessage()));
            } else {
                this.findings.unknown(what, "this process may not connect, so that it cannot tell who listens");
            }
        } catch (IOException ex) {
            this.findings.notOk(what, String.valueOf(ex.getMessage()));
        }
    }

    private Remedy[] remedies(PeerRejectedException ex) {
        if (ex.reason() != Reason.UID_NOT_EXPECTED || ex.peer() == null) {
            return new Remedy[0];
        }
        Set<Long> uids = new TreeSet<>(this.settings.verification().policy().uids());
        uids.add(ex.peer().uid());
        return new Remedy[] {
            new Remedy(
                    Remedy.PROPERTIES,
                    this.findings.prefix() + "expected-uid="
                            + uids.stream().map(String::valueOf).collect(Collectors.joining(",")))
        };
    }
}
