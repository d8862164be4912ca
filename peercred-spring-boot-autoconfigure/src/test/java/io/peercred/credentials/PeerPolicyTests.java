package io.peercred.credentials;

import java.util.List;
import java.util.Set;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.platform.UserNamespace;

import static io.peercred.credentials.TestPeers.CLOCK;
import static io.peercred.credentials.TestPeers.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PeerPolicyTests {

    private static final UserNamespace WHOLE = new UserNamespace(true, 65534, 65534);

    @Test
    void anyOfTheExpectedUsersIsAccepted() {
        PeerPolicy policy = policy(Set.of(0L, 1001L), Set.of());
        assertAccepted(policy, peer(0, 7));
        assertAccepted(policy, peer(1001, 7));
        assertRejected(Reason.UID_NOT_EXPECTED, policy, peer(1002, 7));
    }

    @Test
    void whereOnlyGroupsAreJudgedAnyUserOfThemIsAccepted() {
        PeerPolicy policy = policy(Set.of(), Set.of(100L, 200L));
        assertAccepted(policy, peer(1001, 100));
        assertAccepted(policy, peer(1002, 7, 8L, 200L));
        assertRejected(Reason.GID_NOT_EXPECTED, policy, peer(0, 7, 8L));
    }

    @Test
    void userAndGroupMustBothBeExpected() {
        PeerPolicy policy = policy(Set.of(1001L), Set.of(100L));
        assertAccepted(policy, peer(1001, 100));
        assertAccepted(policy, peer(1001, 7, 100L));
        assertRejected(Reason.GID_NOT_EXPECTED, policy, peer(1001, 7));
        assertRejected(Reason.UID_NOT_EXPECTED, policy, peer(1002, 100));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1001, 65534, 2_147_483_647L, 2_147_483_648L, 3_000_000_000L, 4_294_967_294L})
    void everyIdOfTheUnsignedRangeIsOnlyItself(long id) {
        assertAccepted(policy(Set.of(id), Set.of(id)), peer(id, id));
        for (long twin : new long[] {(int) id, id & 0xFFFF, id & 0x7FFFFFFF, id ^ 0x80000000L, id + (1L << 32)}) {
            if (twin != id) {
                assertRejected(Reason.UID_NOT_EXPECTED, policy(Set.of(twin), Set.of()), peer(id, id));
                assertRejected(Reason.GID_NOT_EXPECTED, policy(Set.of(), Set.of(twin)), peer(id, id, id));
            }
        }
    }

    @Test
    void anIdThatIsNotSetSatisfiesNothingNotEvenItself() {
        long notSet = PeerCredentials.NOT_SET;
        assertRejected(Reason.ID_NOT_SET, policy(Set.of(notSet), Set.of()), peer(notSet, 0));
        assertRejected(Reason.ID_NOT_SET, policy(Set.of(0L), Set.of()), peer(0, notSet));
        assertRejected(Reason.ID_NOT_SET, policy(Set.of(), Set.of(notSet)), peer(0, notSet));
        assertRejected(Reason.GID_NOT_EXPECTED, policy(Set.of(), Set.of(notSet)), peer(0, 0, notSet));
        assertRejected(Reason.ID_NOT_SET, policy(Set.of(), Set.of()), peer(notSet, 0));
    }

    @Test
    void aPolicyThatJudgesNobodyIsNoPolicy() {
        assertThat(policy(Set.of(), Set.of()).isEmpty()).isTrue();
        assertThat(policy(Set.of(0L), Set.of()).isEmpty()).isFalse();
        assertThat(policy(Set.of(), Set.of(0L)).isEmpty()).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PeerVerification(CLOCK, policy(Set.of(), Set.of()), List.of()))
                .withMessageContaining("no policy for inbound endpoint 'clock' (/run/clock.sock)");
    }

    @Test
    void saysInWordsWhomItExpects() {
        assertThat(policy(Set.of(3_000_000_000L, 0L), Set.of()).describe()).isEqualTo("uid 0 (root) or uid 3000000000");
        assertThat(policy(Set.of(0L), Set.of(0L)).describe()).isEqualTo("uid 0 (root), in gid 0 (root)");
        assertThat(policy(Set.of(), Set.of(3_000_000_000L, 0L)).describe())
                .isEqualTo("in gid 0 (root) or gid 3000000000");
        assertThat(policy(Set.of(), Set.of()).describe()).isEqualTo("anybody known");
    }

    private static PeerPolicy policy(Set<Long> uids, Set<Long> gids) {
        return new PeerPolicy(uids, gids, WHOLE);
    }

    static void assertAccepted(PeerPolicy policy, PeerCredentials peer) {
        assertThatCode(() -> policy.verify(peer, CLOCK)).doesNotThrowAnyException();
    }

    static void assertRejected(Reason reason, PeerPolicy policy, PeerCredentials peer) {
        ThrowingCallable verdict = () -> policy.verify(peer, CLOCK);
        assertThatThrownBy(verdict).isInstanceOfSatisfying(PeerRejectedException.class, rejection -> {
            assertThat(rejection.reason()).isEqualTo(reason);
            assertThat(rejection.peer()).isEqualTo(peer);
            assertThat(rejection.endpoint()).isEqualTo(CLOCK);
        });
    }
}
