package io.peercred.credentials;

import java.io.IOError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.credentials.PeerVerification.NamedVerifier;
import io.peercred.platform.UserNamespace;

import static io.peercred.credentials.TestPeers.CLOCK;
import static io.peercred.credentials.TestPeers.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class PeerVerificationTests {

    private static final PeerCredentials BOB = peer(1001, 100);

    private final List<String> asked = new ArrayList<>();

    @Test
    void thePolicyComesFirstAndThenEveryVerifierInOrder() {
        verification(1001, accepting("first"), accepting("second"), accepting("third"))
                .verify(BOB);
        assertThat(this.asked).containsExactly("first", "second", "third");
    }

    @Test
    void whomThePolicyRejectsNoVerifierIsAskedAbout() {
        assertThat(rejection(verification(0, accepting("first"))).reason()).isEqualTo(Reason.UID_NOT_EXPECTED);
        assertThat(this.asked).isEmpty();
    }

    @Test
    void everyVerifierMustAccept() {
        PeerRejectedException no = new PeerRejectedException(Reason.VERIFIER_REJECTED, BOB, CLOCK, "it is late", null);
        PeerVerification verification = verification(1001, accepting("first"), throwing(no), accepting("third"));
        assertThat(rejection(verification)).isSameAs(no).hasMessageContainingAll("a verifier rejected", "it is late");
        assertThat(this.asked).containsExactly("first");
    }

    @ParameterizedTest
    @MethodSource
    void aVerifierThatFailsHasNotSaidYes(Throwable failure) {
        PeerRejectedException rejection = rejection(verification(1001, throwing(failure), accepting("second")));
        assertThat(rejection.reason()).isEqualTo(Reason.VERIFIER_FAILED);
        assertThat(rejection).hasCause(failure).hasMessageContainingAll("'officeHours'", failure.toString());
        assertThat(rejection.peer()).isEqualTo(BOB);
        assertThat(this.asked).isEmpty();
    }

    static Stream<Throwable> aVerifierThatFailsHasNotSaidYes() {
        return Stream.of(
                new IllegalStateException("no directory"),
                new NoClassDefFoundError("gone"),
                new AssertionError("never"),
                new StackOverflowError(),
                new IOError(new IOException("disk")),
                new OutOfMemoryError("heap"));
    }

    @Test
    void aFailureThatIsNeitherExceptionNorErrorOrCannotSayWhatItIsHasNotSaidYes() {
        Throwable neither = new Throwable("neither");
        assertThat(rejection(verification(1001, throwing(neither))))
                .hasCause(neither)
                .extracting(PeerRejectedException::reason)
                .isEqualTo(Reason.VERIFIER_FAILED);
        RuntimeException speechless = new IllegalStateException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new UnsupportedOperationException("no words");
            }
        };
        PeerRejectedException rejection = rejection(verification(1001, throwing(speechless)));
        assertThat(rejection.reason()).isEqualTo(Reason.VERIFIER_FAILED);
        assertThat(rejection.getCause()).isSameAs(speechless);
        assertThat(rejection.getMessage())
                .contains("'officeHours': " + speechless.getClass().getName());
    }

    @Test
    void aRejectionAtNoEndpointIsAFailureHere() {
        PeerRejectedException nowhere = new PeerRejectedException(Reason.VERIFIER_REJECTED, BOB, null);
        PeerRejectedException rejection = rejection(verification(1001, throwing(nowhere)));
        assertThat(rejection.reason()).isEqualTo(Reason.VERIFIER_FAILED);
        assertThat(rejection.endpoint()).isEqualTo(CLOCK);
    }

    @Test
    void aVerifierThatIsNullHasNotSaidYes() {
        PeerRejectedException rejection = rejection(verification(1001, new NamedVerifier("officeHours", null)));
        assertThat(rejection.reason()).isEqualTo(Reason.VERIFIER_FAILED);
        assertThat(rejection).hasCauseInstanceOf(NullPointerException.class);
    }

    @Test
    void theRejectionOfAnotherEndpointsPeerIsAFailureHere() {
        Endpoint directory = new Endpoint("directory", Direction.OUTBOUND, "/run/directory.sock");
        PeerRejectedException elsewhere =
                new PeerRejectedException(Reason.UID_NOT_EXPECTED, peer(65534, 65534), directory);
        PeerRejectedException rejection = rejection(verification(1001, throwing(elsewhere)));
        assertThat(rejection.reason()).isEqualTo(Reason.VERIFIER_FAILED);
        assertThat(rejection).hasCause(elsewhere);
        assertThat(rejection.peer()).isEqualTo(BOB);
        assertThat(rejection.endpoint()).isEqualTo(CLOCK);
    }

    @Test
    void aVerifierAloneJudgesWhomItLikesButNeverAnIdThatIsNotSet() {
        PeerVerification verification = new PeerVerification(
                CLOCK,
                new PeerPolicy(Set.of(), Set.of(), new UserNamespace(false, 65534, 65534)),
                List.of(accepting("only")));
        verification.verify(BOB);
        assertThat(this.asked).containsExactly("only");
        assertThat(rejection(verification, peer(PeerCredentials.NOT_SET, 0)).reason())
                .isEqualTo(Reason.ID_NOT_SET);
        assertThat(rejection(verification, peer(65534, 0)).reason()).isEqualTo(Reason.UNMAPPED_UID);
        assertThat(this.asked).containsExactly("only");
    }

    @Test
    void saysInWordsWhoJudges() {
        assertThat(verification(0, accepting("a"), accepting("b")).describe())
                .isEqualTo("uid 0 (root), verified by 'a' and 'b'");
        assertThat(verification(0).describe()).isEqualTo("uid 0 (root)");
    }

    private NamedVerifier accepting(String name) {
        return new NamedVerifier(name, (peer, endpoint) -> {
            assertThat(peer).isEqualTo(BOB);
            assertThat(endpoint).isEqualTo(CLOCK);
            this.asked.add(name);
        });
    }

    private static NamedVerifier throwing(Throwable failure) {
        return new NamedVerifier(
                "officeHours", (peer, endpoint) -> PeerVerificationTests.<RuntimeException>doThrow(failure));
    }

    /** Whatever it is, as languages can that do not check exceptions. */
    private static <X extends Throwable> void doThrow(Throwable failure) throws X {
        @SuppressWarnings("unchecked") // That is the trick.
        X thrown = (X) failure;
        throw thrown;
    }

    private static PeerVerification verification(long uid, NamedVerifier... verifiers) {
        PeerPolicy policy = new PeerPolicy(Set.of(uid), Set.of(), new UserNamespace(true, 65534, 65534));
        return new PeerVerification(CLOCK, policy, List.of(verifiers));
    }

    private static PeerRejectedException rejection(PeerVerification verification) {
        return rejection(verification, BOB);
    }

    private static PeerRejectedException rejection(PeerVerification verification, PeerCredentials peer) {
        return catchThrowableOfType(PeerRejectedException.class, () -> verification.verify(peer));
    }

    @Test
    void whereTheProcessMattersOneThatIsNotKnownIsRejected() {
        PeerPolicy policy = new PeerPolicy(Set.of(1001L), Set.of(), new UserNamespace(true, 65534, 65534));
        ProcessPolicy process = new ProcessPolicy(Set.of(), Set.of("backup.service"), true);
        PeerVerification verification =
                new PeerVerification(CLOCK, policy, process, List.of(accepting("first"), accepting("second")));
        assertThat(rejection(verification).reason()).isEqualTo(Reason.PROCESS_UNKNOWN);
        assertThat(this.asked).isEmpty();
        assertThat(verification.describe())
                .isEqualTo("uid 1001, in backup.service, while its process lives, verified by 'first' and 'second'");
        assertThat(verification.endpoint()).isEqualTo(CLOCK);
        assertThat(verification.policy()).isEqualTo(policy);
        assertThat(verification.processPolicy()).isEqualTo(process);
        assertThat(verification.verifierNames()).containsExactly("first", "second");
    }
}
