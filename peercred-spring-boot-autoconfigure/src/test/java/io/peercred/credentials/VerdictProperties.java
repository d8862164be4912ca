package io.peercred.credentials;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.credentials.PeerVerification.NamedVerifier;

import static io.peercred.credentials.TestPeers.CLOCK;
import static org.assertj.core.api.Assertions.assertThat;

/** Nobody whom the model of the policy, or a verifier, rejects is ever accepted, and nobody else is rejected. */
class VerdictProperties {

    /** What a verifier does. */
    enum Answer {
        ACCEPTS,
        REJECTS,
        REJECTS_A_PEER_ELSEWHERE,
        REJECTS_NOWHERE,
        THROWS_AN_EXCEPTION,
        THROWS_A_CHECKED_EXCEPTION,
        THROWS_AN_ERROR,
        THROWS_A_THROWABLE,
        THROWS_WHAT_CANNOT_SAY_WHAT_IT_IS,
        THROWS_NULL,
        IS_NULL
    }

    @Provide
    Arbitrary<PeerPolicy> policies() {
        return CredentialArbitraries.policies();
    }

    @Provide
    Arbitrary<PeerCredentials> peers() {
        return CredentialArbitraries.peers();
    }

    @Provide
    Arbitrary<List<Answer>> answers() {
        return Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.just(Answer.ACCEPTS)), Tuple.of(1, Arbitraries.of(Answer.values())))
                .list()
                .ofMaxSize(3);
    }

    @Property(tries = 4000, edgeCases = EdgeCasesMode.NONE)
    void thePolicyAcceptsWhomTheModelAccepts(
            @ForAll("policies") PeerPolicy policy, @ForAll("peers") PeerCredentials peer) {
        assertThat(policy.objection(peer) == null).isEqualTo(PolicyModel.accepts(policy, peer));
    }

    @Property(tries = 4000, edgeCases = EdgeCasesMode.NONE)
    void aPeerIsAcceptedByThePolicyAndByEveryVerifierOrNotAtAll(
            @ForAll("policies") PeerPolicy policy,
            @ForAll("peers") PeerCredentials peer,
            @ForAll("answers") List<Answer> answers) {
        Assume.that(!policy.isEmpty() || !answers.isEmpty());
        List<Answer> asked = new ArrayList<>();
        List<NamedVerifier> verifiers =
                answers.stream().map(each -> verifier(each, asked)).toList();
        Throwable thrown = thrownBy(new PeerVerification(CLOCK, policy, verifiers), peer);

        boolean expected = PolicyModel.accepts(policy, peer);
        boolean accepted = expected && answers.stream().allMatch(each -> each == Answer.ACCEPTS);
        assertThat(thrown == null).isEqualTo(accepted);
        if (thrown == null) {
            assertThat(asked).isEqualTo(answers);
            return;
        }
        assertThat(thrown).isInstanceOf(PeerRejectedException.class);
        PeerRejectedException rejection = (PeerRejectedException) thrown;
        assertThat(rejection.endpoint()).isEqualTo(CLOCK);
        assertThat(rejection.peer()).isEqualTo(peer);
        assertThat(rejection.getMessage()).contains("uid " + peer.uid());
        boolean byVerifier =
                List.of(Reason.VERIFIER_REJECTED, Reason.VERIFIER_FAILED).contains(rejection.reason());
        assertThat(byVerifier).isEqualTo(expected);
        if (!expected) {
            assertThat(asked)
                    .as("whom the policy rejects no verifier is asked about")
                    .isEmpty();
        }
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void noVerifierMakesWhomThePolicyRejectsAccepted(
            @ForAll("policies") PeerPolicy policy, @ForAll("peers") PeerCredentials peer) {
        Assume.that(!policy.isEmpty());
        PeerVerification alone = new PeerVerification(CLOCK, policy, List.of());
        PeerVerification behind =
                new PeerVerification(CLOCK, policy, List.of(new NamedVerifier("yes", (who, endpoint) -> {})));
        assertThat(thrownBy(behind, peer) == null).isEqualTo(thrownBy(alone, peer) == null);
    }

    private static @Nullable Throwable thrownBy(PeerVerification verification, PeerCredentials peer) {
        try {
            verification.verify(peer);
            return null;
        } catch (Throwable ex) {
            return ex;
        }
    }

    private static NamedVerifier verifier(Answer answer, List<Answer> asked) {
        return new NamedVerifier(
                "verifier",
                answer == Answer.IS_NULL
                        ? null
                        : (peer, endpoint) -> {
                            asked.add(answer);
                            if (answer != Answer.ACCEPTS) {
                                VerdictProperties.<RuntimeException>doThrow(failure(answer, peer));
                            }
                        });
    }

    private static @Nullable Throwable failure(Answer answer, PeerCredentials peer) {
        Endpoint elsewhere = new Endpoint("directory", Endpoint.Direction.OUTBOUND, "/run/directory.sock");
        return switch (answer) {
            case REJECTS -> new PeerRejectedException(Reason.VERIFIER_REJECTED, peer, CLOCK);
            case REJECTS_A_PEER_ELSEWHERE -> new PeerRejectedException(Reason.UID_NOT_EXPECTED, peer, elsewhere);
            case REJECTS_NOWHERE -> new PeerRejectedException(Reason.VERIFIER_REJECTED, peer, null);
            case THROWS_AN_EXCEPTION -> new IllegalStateException("no directory");
            case THROWS_A_CHECKED_EXCEPTION -> new IOException("no disk");
            case THROWS_AN_ERROR -> new AssertionError("never");
            case THROWS_A_THROWABLE -> new Throwable("neither");
            case THROWS_WHAT_CANNOT_SAY_WHAT_IT_IS -> new Speechless();
            default -> null;
        };
    }

    /** As languages can that do not check exceptions. */
    private static <X extends Throwable> void doThrow(@Nullable Throwable failure) throws X {
        @SuppressWarnings("unchecked") // That is the trick.
        X thrown = (X) failure;
        throw thrown;
    }

    private static final class Speechless extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no words");
        }
    }
}
