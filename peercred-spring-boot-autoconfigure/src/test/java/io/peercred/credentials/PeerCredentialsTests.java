package io.peercred.credentials;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerCredentials.Source;

import static io.peercred.credentials.TestPeers.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PeerCredentialsTests {

    @ParameterizedTest
    @ValueSource(longs = {-1, -2, -1_294_967_296L, 4_294_967_296L, Long.MAX_VALUE})
    void anIdOutsideTheUnsignedRangeIsRefused(long id) {
        for (Runnable creation : List.<Runnable>of(() -> peer(id, 0), () -> peer(0, id), () -> peer(0, 0, id))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(creation::run)
                    .withMessageContaining(id + " is not between 0 and 4294967295");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void anUnknownPidIsNullAndNoNumber(long pid) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PeerCredentials(0, 0, pid, Set.of(), Source.SO_PEERCRED, Moment.CONNECT))
                .withMessageContaining("use null");
        assertThat(new PeerCredentials(0, 0, null, Set.of(), Source.SO_PEERCRED, Moment.CONNECT))
                .hasToString("uid 0, gid 0, pid unknown");
    }

    @Test
    void membershipIsOfThePrimaryAndTheSupplementaryGroups() {
        PeerCredentials peer = peer(1001, 100, 200L, 3_000_000_000L);
        assertThat(peer.isMemberOf(100)).isTrue();
        assertThat(peer.isMemberOf(200)).isTrue();
        assertThat(peer.isMemberOf(3_000_000_000L)).isTrue();
        assertThat(peer.isMemberOf((int) 3_000_000_000L)).isFalse();
        assertThat(peer.isMemberOf(1001)).isFalse();
    }

    @Test
    void equalValuesAreEqual() {
        assertThat(peer(3_000_000_000L, 100, 7L, 8L))
                .isEqualTo(peer(3_000_000_000L, 100, 8L, 7L))
                .hasSameHashCodeAs(peer(3_000_000_000L, 100, 8L, 7L))
                .isNotEqualTo(peer(3_000_000_000L, 100, 7L))
                .isNotEqualTo(peer(3_000_000_001L, 100, 7L, 8L));
    }

    @Test
    void theSecurityLabelIsPartOfWhoItIs() {
        PeerCredentials unlabelled = peer(1001, 100);
        PeerCredentials labelled =
                new PeerCredentials(1001, 100, 4711L, Set.of(), Source.SO_PEERCRED, Moment.CONNECT, "unconfined");
        assertThat(unlabelled.securityLabel()).isNull();
        assertThat(labelled).isNotEqualTo(unlabelled).hasToString("uid 1001, gid 100, pid 4711, label unconfined");
        assertThat(unlabelled).hasToString("uid 1001, gid 100, pid 4711");
    }

    @Test
    void theGroupsAreACopyThatNobodyChanges() {
        Set<Long> groups = new HashSet<>(Set.of(7L));
        PeerCredentials peer = new PeerCredentials(0, 0, 1L, groups, Source.SO_PEERCRED, Moment.CONNECT);
        groups.add(8L);
        assertThat(peer.groups()).containsExactly(7L);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> peer.groups().add(9L));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2_147_483_647L, 2_147_483_648L, 4_294_967_294L, 4_294_967_295L})
    void everyUnsignedNumberIsAnId(long id) {
        PeerCredentials peer = peer(id, id, id);
        assertThat(peer.uid()).isEqualTo(id);
        assertThat(peer.gid()).isEqualTo(id);
        assertThat(peer.groups()).containsExactly(id);
        assertThat(peer.isMemberOf(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 2_147_483_647L})
    void theLeastPidIsOne(long pid) {
        assertThat(new PeerCredentials(0, 0, pid, Set.of(), Source.SO_PEERCRED, Moment.CONNECT).pid())
                .isEqualTo(pid);
    }
}
