package io.peercred.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Names;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerCredentials.Source;
import io.peercred.credentials.PeerPolicy;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.credentials.PeerVerification;
import io.peercred.credentials.ProcessPolicy;
import io.peercred.platform.UserNamespace;

/** What an inbound endpoint's policy says of the subject. */
final class PolicySteps {

    private static final String POLICY = "policy";

    private final Findings findings;
    private final Subject subject;
    private final PeerVerification verification;
    private final PeerPolicy policy;

    PolicySteps(Findings findings, PeerVerification verification) {
        this.findings = findings;
        this.subject = findings.subject();
        this.verification = verification;
        this.policy = verification.policy();
    }

    void look(boolean judgesMessages) {
        namespace();
        if (!judgesMessages) {
            judge(POLICY, groups());
        } else {
            // Root's connection is not judged. Of a writer, the group that it states is known and no other.
            if (!this.subject.isRoot()) {
                judge(POLICY + ", when it connects", groups());
            }
            judge(POLICY + ", of each message", gid() == null ? null : Set.of());
        }
        process();
        verifiers();
    }

    /** As this process sees them: the kernel shows those that are not mapped as one. */
    private @Nullable Set<Long> groups() {
        Set<Long> groups = this.subject.groups();
        return groups == null
                ? null
                : groups.stream().filter(UserNamespace::isGidMapped).collect(Collectors.toSet());
    }

    private @Nullable Long gid() {
        Long gid = this.subject.gid();
        return gid == null || UserNamespace.isGidMapped(gid)
                ? gid
                : Long.valueOf(this.policy.namespace().overflowGid());
    }

    private void namespace() {
        if (this.policy.namespace().mapsEveryId()) {
            return;
        }
        String what = "user namespace of this process";
        if (UserNamespace.isUidMapped(this.subject.uid())) {
            this.findings.ok(what, "it maps " + Names.user(this.subject.uid()));
        } else {
            this.findings.notOk(
                    what,
                    "it does not map uid " + this.subject.uid() + ", so that such a user is shown as the overflow id "
                            + this.policy.namespace().overflowUid() + ", which satisfies nothing",
                    new Remedy(Remedy.SERVER_UNIT, "PrivateUsers=no"),
                    new Remedy("pod that listens", "hostUsers: true"));
        }
    }

    private void judge(String what, @Nullable Set<Long> groups) {
        String expects = "expected is " + this.policy.describe();
        if (this.policy.isEmpty()) {
            this.findings.ok(what, "only verifiers judge");
            return;
        }
        Reason objection = objection(groups);
        if (objection == null && groups == null && !this.policy.gids().isEmpty()) {
            this.findings.unknown(what, "the user's groups are not known; say them (gid); " + expects);
        } else if (objection == null) {
            this.findings.ok(what, expects);
        } else {
            this.findings.notOk(what, objection.sentence() + "; " + expects, remedies(objection));
        }
    }

    /** Of unknown groups, only what the user says is judged. */
    private @Nullable Reason objection(@Nullable Set<Long> groups) {
        Long gid = gid();
        boolean known = groups != null && gid != null;
        PeerCredentials peer = new PeerCredentials(
                this.subject.uid(),
                known ? Objects.requireNonNull(gid) : 0,
                null,
                known ? Objects.requireNonNull(groups) : Set.of(),
                Source.SO_PEERCRED,
                Moment.CONNECT);
        return known
                ? this.policy.objection(peer)
                : new PeerPolicy(this.policy.uids(), Set.of(), this.policy.namespace()).objection(peer);
    }

    private List<Remedy> remedies(Reason objection) {
        List<Remedy> remedies = new ArrayList<>();
        if (objection == Reason.UID_NOT_EXPECTED) {
            Set<Long> uids = new TreeSet<>(this.policy.uids());
            uids.add(this.subject.uid());
            remedies.add(property("expected-uid", uids));
            long other = new TreeSet<>(this.policy.uids()).last();
            if (other != 0) { // Nobody is told to become root.
                String name = Names.userName(other);
                remedies.add(new Remedy(Remedy.CLIENT_UNIT, "User=" + (name == null ? other : name)));
                remedies.add(new Remedy(Remedy.CLIENT_POD, "securityContext:", "  runAsUser: " + other));
            }
        } else if (objection == Reason.GID_NOT_EXPECTED && this.subject.gid() != null) {
            Set<Long> gids = new TreeSet<>(this.policy.gids());
            long other = new TreeSet<>(this.policy.gids()).last();
            gids.add(this.subject.gid());
            remedies.add(property("expected-gid", gids));
            if (other != 0) {
                remedies.add(new Remedy(Remedy.CLIENT_UNIT, "SupplementaryGroups=" + Permission.nameOf(other)));
                remedies.add(
                        new Remedy(Remedy.CLIENT_POD, "securityContext:", "  supplementalGroups: [" + other + "]"));
            }
        }
        return remedies;
    }

    private Remedy property(String key, Set<Long> ids) {
        return new Remedy(
                Remedy.PROPERTIES,
                this.findings.prefix() + key + "="
                        + ids.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    private void process() {
        ProcessPolicy process = this.verification.processPolicy();
        if (!process.executables().isEmpty() || !process.units().isEmpty()) {
            this.findings.unknown(
                    "process", "which process will connect is not known; expected is one " + process.describe());
        }
    }

    private void verifiers() {
        List<String> names = this.verification.verifierNames();
        if (!names.isEmpty()) {
            this.findings.unknown("verifiers " + names, "they are asked of a connection, not in advance");
        }
    }
}
