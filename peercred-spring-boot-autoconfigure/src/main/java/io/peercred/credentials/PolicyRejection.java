package io.peercred.credentials;

/** A rejection by the policy, which says what was expected only when it is asked for. */
final class PolicyRejection extends PeerRejectedException {

    private static final long serialVersionUID = 1L;

    private final transient PeerPolicy policy;

    PolicyRejection(Reason reason, PeerCredentials peer, Endpoint endpoint, PeerPolicy policy) {
        super(reason, peer, endpoint);
        this.policy = policy;
    }

    @Override
    String detail() {
        return "expected " + this.policy.describe();
    }

    /** Elsewhere there is no policy to ask, so what was expected travels in words. */
    private Object writeReplace() {
        PeerRejectedException copy = new PeerRejectedException(reason(), peer(), endpoint(), detail(), null);
        copy.setStackTrace(getStackTrace());
        for (Throwable suppressed : getSuppressed()) {
            copy.addSuppressed(suppressed);
        }
        return copy;
    }
}
