package io.peercred.explain;

import org.jspecify.annotations.Nullable;

import io.peercred.connection.BindSettings;
import io.peercred.connection.InboundSettings;
import io.peercred.credentials.Names;
import io.peercred.integration.PeercredInboundGateway;

/** Whether a user reaches an endpoint that this process serves, or is configured to serve. */
final class InboundExplainer {

    private final PeercredInboundGateway gateway;
    private final InboundSettings settings;
    private final Findings findings;

    InboundExplainer(PeercredInboundGateway gateway, Subject subject) {
        this.gateway = gateway;
        this.settings = gateway.settings();
        this.findings = new Findings(gateway.endpoint(), subject);
    }

    Explanation explain() {
        boolean bindsItself = this.settings.source() instanceof BindSettings;
        SocketSteps socket = new SocketSteps(
                this.findings,
                this.settings.verification().policy().namespace(),
                mode -> bindsItself
                        ? new Remedy(Remedy.PROPERTIES, this.findings.prefix() + "file-mode=" + mode)
                        : new Remedy(Remedy.SOCKET_UNIT, "SocketMode=" + mode));
        boolean isThere = socket.walk();
        if (this.gateway.isRunning()) {
            listening();
        } else if (isThere) {
            socket.lookForServer(new Remedy(Remedy.PROPERTIES, this.findings.prefix() + "auto-startup=true"));
        }
        new PolicySteps(this.findings, this.settings.verification()).look(this.settings.judgesMessages());
        caps();
        return this.findings.explanation();
    }

    private void listening() {
        String obstacle = this.gateway.obstacle();
        if (obstacle == null) {
            this.findings.ok("endpoint", "it listens");
        } else {
            this.findings.notOk(
                    "endpoint",
                    obstacle,
                    new Remedy("this process", "start it again, so that it makes its socket anew"));
        }
    }

    private void caps() {
        int max = this.settings.maxConnections();
        int maxPerUid = this.settings.maxConnectionsPerUid();
        if (!this.gateway.isRunning()) {
            this.findings.ok(
                    "connections",
                    "at most " + max + ", and " + maxPerUid
                            + " of one user; how many there are now, only the process knows that serves them");
            return;
        }
        long uid = this.findings.subject().uid();
        int open = this.gateway.openConnections();
        int ofUid = this.gateway.openConnections(uid);
        String count = open + " of at most " + max + " are open, " + ofUid + " of " + Names.user(uid) + "'s at most "
                + maxPerUid;
        Remedy remedy = remedy(open >= max ? max : 0, ofUid >= maxPerUid ? maxPerUid : 0);
        if (remedy == null) {
            this.findings.ok("connections", count);
        } else {
            this.findings.notOk("connections", count + ": a further one is closed at once", remedy);
        }
    }

    private @Nullable Remedy remedy(int max, int maxPerUid) {
        String all = this.findings.prefix() + "max-connections=" + 2L * max;
        String perUid = this.findings.prefix() + "max-connections-per-uid=" + 2L * maxPerUid;
        if (max > 0 && maxPerUid > 0) {
            return new Remedy(Remedy.PROPERTIES, all, perUid);
        }
        return max > 0
                ? new Remedy(Remedy.PROPERTIES, all)
                : maxPerUid > 0 ? new Remedy(Remedy.PROPERTIES, perUid) : null;
    }
}
