package io.peercred.credentials;

import org.jspecify.annotations.Nullable;

/** A rejection by the policy, which says what was expected only when it is asked for. */
final class PolicyRejection extends PeerRejectedException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable PeerPolicy policy;

    PolicyRejection(Reason reason, PeerCredentials peer, Endpoint endpoint, PeerPolicy policy) {
        super(reason, peer, endpoint);
        this.policy = policy;
    }

    @Override
    @Nullable
    String detail() {
        return this.policy == null ? null : "expected " + this.policy.describe();
    }
}
