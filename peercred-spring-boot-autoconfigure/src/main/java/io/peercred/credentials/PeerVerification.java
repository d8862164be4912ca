package io.peercred.credentials;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.PeerRejectedException.Reason;

/**
 * The whole verdict of an endpoint: its policy, what it asks of the process, and every verifier besides. Thread-safe.
 *
 * <p>The policy is a matter of numbers and can be judged where many peers wait; the process takes reading files, and
 * verifiers are the application's code, which may take its time.
 */
public final class PeerVerification {

    private final Endpoint endpoint;
    private final PeerPolicy policy;
    private final ProcessPolicy processPolicy;
    private final List<NamedVerifier> verifiers;

    /**
     * A verifier with its bean's name.
     *
     * @param name the bean's name, for messages
     * @param verifier the bean
     */
    public record NamedVerifier(String name, PeerCredentialVerifier verifier) {}

    /**
     * Puts the verdict together.
     *
     * @param endpoint the endpoint whose peers are judged
     * @param policy judged first; may be {@link PeerPolicy#isEmpty() empty} where a verifier is the endpoint's policy
     * @param verifiers asked in this order, all of them
     */
    public PeerVerification(Endpoint endpoint, PeerPolicy policy, List<NamedVerifier> verifiers) {
        this(endpoint, policy, ProcessPolicy.NONE, verifiers);
    }

    /**
     * Puts the verdict together.
     *
     * @param endpoint the endpoint whose peers are judged
     * @param policy judged first; may be {@link PeerPolicy#isEmpty() empty} where a verifier is the endpoint's policy
     * @param processPolicy judged next; it is no policy by itself
     * @param verifiers asked in this order, all of them
     */
    public PeerVerification(
            Endpoint endpoint, PeerPolicy policy, ProcessPolicy processPolicy, List<NamedVerifier> verifiers) {
        if (policy.isEmpty() && verifiers.isEmpty()) {
            throw new IllegalArgumentException("no policy for " + endpoint);
        }
        this.endpoint = endpoint;
        this.policy = policy;
        this.processPolicy = processPolicy;
        this.verifiers = List.copyOf(verifiers);
    }

    /** Judges by the numbers alone; throws {@link PeerRejectedException}. */
    public void verifyPolicy(PeerCredentials peer) {
        this.policy.verify(peer, this.endpoint);
    }

    /**
     * Judges the process by what can be read of it; throws {@link PeerRejectedException}.
     *
     * @param process null where it is not known
     */
    public void verifyProcess(PeerCredentials peer, @Nullable PeerProcess process) {
        this.processPolicy.verify(peer, process, this.endpoint);
    }

    /** Asks the verifiers; throws {@link PeerRejectedException}, whatever they throw. */
    public void askVerifiers(PeerCredentials peer) {
        for (NamedVerifier each : this.verifiers) {
            try {
                each.verifier().verify(peer, this.endpoint);
            } catch (PeerRejectedException ex) {
                // A verifier may itself ask a peer elsewhere; that one's rejection is not the word on ours.
                throw this.endpoint.equals(ex.endpoint()) ? ex : failed(each, peer, ex);
            } catch (Throwable ex) { // Checked ones, too: not every language asks for their declaration.
                throw failed(each, peer, ex);
            }
        }
    }

    private PeerRejectedException failed(NamedVerifier verifier, PeerCredentials peer, Throwable cause) {
        return new PeerRejectedException(
                Reason.VERIFIER_FAILED,
                peer,
                this.endpoint,
                "verifier '" + verifier.name() + "': " + words(cause),
                cause);
    }

    /** An exception may fail to say what it is. */
    private static String words(Throwable cause) {
        try {
            return cause.toString();
        } catch (RuntimeException | Error ex) {
            return cause.getClass().getName();
        }
    }

    /** Policy, then verifiers, of a peer whose process is not known. */
    public void verify(PeerCredentials peer) {
        verifyPolicy(peer);
        verifyProcess(peer, null);
        askVerifiers(peer);
    }

    public Endpoint endpoint() {
        return this.endpoint;
    }

    public PeerPolicy policy() {
        return this.policy;
    }

    public ProcessPolicy processPolicy() {
        return this.processPolicy;
    }

    /** The names of the verifiers, in the order in which they are asked. */
    public List<String> verifierNames() {
        return this.verifiers.stream().map(NamedVerifier::name).toList();
    }

    /** In words, such as "uid 1001 (bob), verified by 'officeHours'". */
    public String describe() {
        String names =
                this.verifiers.stream().map(each -> "'" + each.name() + "'").collect(Collectors.joining(" and "));
        String process = this.processPolicy.describe();
        return this.policy.describe()
                + (process.isEmpty() ? "" : ", " + process)
                + (names.isEmpty() ? "" : ", verified by " + names);
    }
}
