package io.peercred.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Expectations;
import io.peercred.credentials.ExpectedIds;
import io.peercred.credentials.PeerCredentialVerifier;
import io.peercred.credentials.PeerPolicy;
import io.peercred.credentials.PeerVerification;
import io.peercred.credentials.PeerVerification.NamedVerifier;
import io.peercred.platform.PidFd;
import io.peercred.platform.UserNamespace;

/** Puts together who may be at an endpoint's other end, of the defaults, its own properties and the verifier beans. */
final class PolicyResolver {

    private final PeercredProperties defaults;
    private final Map<String, PeerCredentialVerifier> verifiers;
    private final UserNamespace namespace;
    private final ExpectedIds ids;
    private final ProcessPolicyResolver processes;
    private @Nullable PeerPolicy defaultPolicy;

    /**
     * Creates one.
     *
     * @param verifiers every verifier bean by its name, in the order in which they are asked
     */
    PolicyResolver(
            PeercredProperties defaults, Map<String, PeerCredentialVerifier> verifiers, UserNamespace namespace) {
        this.defaults = defaults;
        this.verifiers = verifiers;
        this.namespace = namespace;
        this.ids = new ExpectedIds(namespace);
        this.processes = new ProcessPolicyResolver(defaults, PidFd::isSupported);
    }

    /**
     * The verdict of an endpoint.
     *
     * @param prefix where its properties stand
     * @param own its properties
     */
    PeerVerification resolve(Endpoint endpoint, String prefix, EndpointProperties own) {
        return InvalidPeercredPropertyException.ofSettings(() -> verification(endpoint, prefix, own));
    }

    private PeerVerification verification(Endpoint endpoint, String prefix, EndpointProperties own) {
        Expectations expected = own.expectations();
        PeerPolicy common = defaults();
        PeerPolicy policy = new PeerPolicy(
                expected.hasUsers() ? this.ids.users(prefix + ".", expected) : common.uids(),
                expected.hasGroups() ? this.ids.groups(prefix + ".", expected) : common.gids(),
                this.namespace);
        if (!namesVerifier(prefix, own) && policy.isEmpty()) {
            throw noPolicy(endpoint, prefix);
        }
        List<NamedVerifier> named = new ArrayList<>();
        this.verifiers.forEach((name, verifier) -> named.add(new NamedVerifier(name, verifier)));
        return new PeerVerification(endpoint, policy, this.processes.resolve(prefix, own), named);
    }

    /** The policy of the defaults, resolved once: names are what they were at the start. */
    PeerPolicy defaults() {
        return InvalidPeercredPropertyException.ofSettings(this::resolveDefaults);
    }

    private synchronized PeerPolicy resolveDefaults() {
        PeerPolicy policy = this.defaultPolicy;
        if (policy == null) {
            Expectations expected = this.defaults.expectations();
            policy = new PeerPolicy(
                    this.ids.users(PeercredProperties.PREFIX + ".", expected),
                    this.ids.groups(PeercredProperties.PREFIX + ".", expected),
                    this.namespace);
            this.defaultPolicy = policy;
        }
        return policy;
    }

    private boolean namesVerifier(String prefix, EndpointProperties own) {
        String ownName = own.getVerifier();
        String name = ownName != null ? ownName : this.defaults.getVerifier();
        if (name == null) {
            return false;
        }
        if (!this.verifiers.containsKey(name)) {
            throw new InvalidPeercredPropertyException(
                    (ownName != null ? prefix : PeercredProperties.PREFIX) + ".verifier",
                    "there is no PeerCredentialVerifier bean named '" + name + "'",
                    this.verifiers.isEmpty()
                            ? "Declare a @Bean PeerCredentialVerifier " + name + "()."
                            : "Write one of " + this.verifiers.keySet() + ", or declare such a bean.");
        }
        return true;
    }

    private InvalidPeercredPropertyException noPolicy(Endpoint endpoint, String prefix) {
        if (prefix.equals(PeercredProperties.PREFIX)) {
            // Not at the start, where an analyzer would show the action, but when the path is used.
            return new InvalidPeercredPropertyException(
                    prefix,
                    "nothing says who may be at the other end of the " + endpoint
                            + "; a path goes by the defaults, such as peercred.expected-uid=self",
                    "Write who is expected.");
        }
        String beans = this.verifiers.isEmpty()
                ? ""
                : " A PeerCredentialVerifier bean can only tighten a policy; it is the only one where the endpoint names"
                        + " it: " + prefix + ".verifier="
                        + this.verifiers.keySet().iterator().next() + ".";
        return new InvalidPeercredPropertyException(
                prefix,
                "nothing says who may be at the other end of the " + endpoint,
                "Write who is expected, for all endpoints or for this one, such as\n\n    peercred.expected-uid=self\n    "
                        + prefix + ".expected-user=backup\n\nor set " + prefix + ".enabled=false." + beans);
    }
}
