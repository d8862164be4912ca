package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerProcess;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.credentials.PeerVerification.NamedVerifier;
import io.peercred.credentials.ProcessPolicy;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.NativeSupport;
import io.peercred.platform.Ucred;
import io.peercred.platform.UnixSockets;
import io.peercred.testing.Needs;
import io.peercred.testing.TestSettings;

import static java.util.Set.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Verdicts on both ends of a pair of sockets, whose peer is this process. */
class ServerConnectionFactoryTests {

    private static final long OURS = NativeSupport.effectiveUid();
    private static final long OTHER = OURS ^ 0x80000000L;

    @AutoClose
    private final Deadlines deadlines = new Deadlines();

    private final List<PeerCredentials> asked = new ArrayList<>();
    private final NamedVerifier accepting = new NamedVerifier("all", (peer, endpoint) -> this.asked.add(peer));
    private final NamedVerifier rejecting = new NamedVerifier("none", (peer, endpoint) -> {
        throw new PeerRejectedException(Reason.VERIFIER_REJECTED, peer, endpoint);
    });
    private int[] pair;

    @BeforeEach
    void connect() throws IOException {
        this.pair = UnixSockets.openPair();
    }

    @AfterEach
    void close() throws IOException {
        UnixSockets.close(this.pair[1]);
    }

    private ServerConnectionFactory factory(TestSettings settings) {
        return new ServerConnectionFactory(settings.inbound(), this.deadlines);
    }

    private static TestSettings expecting(Long... uids) {
        return TestSettings.at("@none").uids(uids);
    }

    private static void assertRejected(Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(PeerRejectedException.class).isThrownBy(call).satisfies(ex -> assertThat(ex.reason())
                .isEqualTo(reason));
    }

    private void assertClosed() {
        assertThatExceptionOfType(NativeCallException.class)
                .isThrownBy(() -> UnixSockets.peerCredentials(this.pair[0]));
    }

    @Test
    void whoIsExpectedHasAConnectionOnceTheVerifiersAccept() throws IOException {
        ServerConnectionFactory factory = factory(expecting(OURS).verifiers(this.accepting));
        PeerCredentials peer = factory.identify(this.pair[0]);
        assertThat(peer.uid()).isEqualTo(OURS);
        assertThat(peer.moment()).isEqualTo(Moment.CONNECT);
        assertThat(this.asked).isEmpty();
        try (VerifiedConnection connection = factory.open(this.pair[0], peer, () -> {})) {
            assertThat(this.asked).containsExactly(peer);
            assertThat(connection.peer()).isEqualTo(peer);
            assertThat(connection.endpoint()).isEqualTo(factory.endpoint());
            assertThat(connection.socket().ancillaryData()).isNull();
        }
    }

    @Test
    void whoIsNotIsRejectedByTheNumbersAlone() throws IOException {
        assertRejected(Reason.UID_NOT_EXPECTED, () -> factory(expecting(OTHER).verifiers(this.accepting))
                .identify(this.pair[0]));
        assertThat(this.asked).isEmpty();
        UnixSockets.close(this.pair[0]);
    }

    @Test
    void whomAVerifierRejectsLosesItsDescriptor() throws IOException {
        ServerConnectionFactory factory = factory(expecting(OURS).verifiers(this.rejecting));
        PeerCredentials peer = factory.identify(this.pair[0]);
        assertRejected(Reason.VERIFIER_REJECTED, () -> factory.open(this.pair[0], peer, () -> {}));
        assertClosed();
    }

    @Test
    void whoseProcessIsNotExpectedLosesItsDescriptor() throws IOException {
        Needs.pinning();
        ProcessPolicy policy = new ProcessPolicy(of(), of("no-such.service"), false);
        ServerConnectionFactory factory = factory(expecting(OURS).process(policy));
        PeerCredentials peer = factory.identify(this.pair[0]);
        long before = Resources.descriptors();
        assertRejected(Reason.UNIT_NOT_EXPECTED, () -> factory.open(this.pair[0], peer, () -> {}));
        assertClosed();
        assertThat(Resources.descriptors()).isEqualTo(before - 1);
    }

    @Test
    void whoseProcessMustLiveIsHeld() throws IOException {
        Needs.pinning();
        ServerConnectionFactory factory = factory(expecting(OURS).process(new ProcessPolicy(of(), of(), true)));
        PeerCredentials peer = factory.identify(this.pair[0]);
        long before = Resources.descriptors();
        try (VerifiedConnection connection = factory.open(this.pair[0], peer, () -> {})) {
            assertThat(connection.pin()).isNotNull();
            assertThat(Resources.threads("peercred-exits"))
                    .as("who waits for its exit")
                    .isPositive();
            assertThat(Resources.descriptors()).isGreaterThan(before);
        }
    }

    /** A second one would be opened where it got lost on the way, and the first stay open. */
    @Test
    void theHoldByWhichTheProcessWasJudgedIsTheConnections() throws IOException {
        Needs.pinning();
        Path program = Path.of("/proc/self/exe").toRealPath();
        ServerConnectionFactory factory = factory(expecting(OURS).process(new ProcessPolicy(of(program), of(), false)));
        PeerCredentials peer = factory.identify(this.pair[0]);
        long before = Resources.descriptors();
        try (VerifiedConnection connection = factory.open(this.pair[0], peer, () -> {})) {
            assertThat(Resources.descriptors()).isEqualTo(before + 1);
            assertThat(Objects.requireNonNull(connection.process()).runs(program))
                    .isTrue();
            assertThat(Resources.descriptors()).isEqualTo(before + 1);
        }
        assertThat(Resources.descriptors()).isEqualTo(before - 1);
    }

    @Test
    void rootMayConnectWhereEachMessageIsJudgedAndHasNoRightByThat() throws IOException {
        Needs.root();
        ServerConnectionFactory factory =
                factory(expecting(1001L).judgesMessages().verifiers(this.rejecting));
        PeerCredentials root = factory.identify(this.pair[0]);
        assertThat(root.uid()).isZero();
        try (VerifiedConnection connection = factory.open(this.pair[0], root, () -> {})) {
            assertThat(connection.socket().ancillaryData()).isNotNull();
            assertRejected(Reason.UID_NOT_EXPECTED, () -> factory.judgeWriter(new Ucred(1, 0, 0)));
            assertRejected(Reason.VERIFIER_REJECTED, () -> factory.judgeWriter(new Ucred(1, 1001, 0)));
            assertRejected(Reason.UNKNOWN_WRITER, () -> factory.judgeWriter(null));
        }
    }

    @Test
    void rootIsJudgedLikeAnyOtherWhereConnectionsAre() throws IOException {
        Needs.root();
        assertRejected(Reason.UID_NOT_EXPECTED, () -> factory(expecting(1001L)).identify(this.pair[0]));
        UnixSockets.close(this.pair[0]);
    }

    @Test
    void aWriterIsJudgedByPolicyAndVerifiers() throws IOException {
        ServerConnectionFactory factory =
                factory(expecting(4_294_967_294L).judgesMessages().verifiers(this.accepting));
        PeerCredentials sender = factory.judgeWriter(new Ucred(7, -2, Integer.MIN_VALUE));
        assertThat(sender.uid()).isEqualTo(4_294_967_294L);
        assertThat(sender.gid()).isEqualTo(2_147_483_648L);
        assertThat(sender.pid()).isEqualTo(7);
        assertThat(this.asked).containsExactly(sender);
        assertRejected(Reason.ID_NOT_SET, () -> factory.judgeWriter(new Ucred(7, -1, 0)));
        UnixSockets.close(this.pair[0]);
    }

    @Test
    void descriptorsAreTakenOnlyWhereTheyAreAllowed() throws IOException {
        ServerConnectionFactory factory = factory(expecting(OURS).maxFileDescriptors(1));
        try (VerifiedConnection connection = factory.open(this.pair[0], factory.identify(this.pair[0]), () -> {})) {
            assertThat(connection.socket().ancillaryData()).isNotNull();
        }
    }

    @Test
    void theProcessIsHeldWhenSomebodyFirstAsks() throws IOException {
        Needs.pinning();
        ServerConnectionFactory factory = factory(expecting(OURS));
        try (VerifiedConnection connection = factory.open(this.pair[0], factory.identify(this.pair[0]), () -> {})) {
            long before = Resources.descriptors();
            PeerProcess process = Objects.requireNonNull(connection.process());
            assertThat(Resources.descriptors()).isEqualTo(before);
            assertThat(process.isAlive()).isTrue();
            assertThat(Resources.descriptors()).isEqualTo(before + 1);
        }
    }
}
