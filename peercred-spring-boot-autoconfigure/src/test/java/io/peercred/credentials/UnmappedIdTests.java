package io.peercred.credentials;

import java.util.Set;

import org.junit.jupiter.api.Test;

import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.platform.UserNamespace;

import static io.peercred.credentials.PeerPolicyTests.assertAccepted;
import static io.peercred.credentials.PeerPolicyTests.assertRejected;
import static io.peercred.credentials.TestPeers.peer;

/** In a user namespace that does not map every id, the overflow ids (here 65534 and 65533) are nobody in particular. */
class UnmappedIdTests {

    private static final UserNamespace PARTIAL = new UserNamespace(false, 65534, 65533);
    private static final UserNamespace WHOLE = new UserNamespace(true, 65534, 65533);

    @Test
    void theOverflowUidIsRejectedWhateverIsExpected() {
        assertRejected(Reason.UNMAPPED_UID, policy(Set.of(65534L), Set.of()), peer(65534, 100));
        assertRejected(Reason.UNMAPPED_UID, policy(Set.of(0L), Set.of()), peer(65534, 100));
        assertRejected(Reason.UNMAPPED_UID, policy(Set.of(), Set.of(100L)), peer(65534, 100));
        assertRejected(Reason.UNMAPPED_UID, policy(Set.of(), Set.of()), peer(65534, 100));
    }

    @Test
    void theOverflowGidIsRejectedOnlyWhereGroupsAreJudged() {
        assertAccepted(policy(Set.of(1001L), Set.of()), peer(1001, 65533));
        assertRejected(Reason.UNMAPPED_GID, policy(Set.of(1001L), Set.of(65533L)), peer(1001, 65533));
        assertRejected(Reason.UNMAPPED_GID, policy(Set.of(), Set.of(100L)), peer(1001, 65533, 100L));
    }

    @Test
    void anUnmappedSupplementaryGroupIsIgnored() {
        assertAccepted(policy(Set.of(), Set.of(100L)), peer(1001, 7, 65533L, 100L));
        assertRejected(Reason.GID_NOT_EXPECTED, policy(Set.of(), Set.of(65533L)), peer(1001, 7, 65533L));
    }

    @Test
    void theNumbersOfUidAndGidAreNotMixedUp() {
        assertAccepted(policy(Set.of(65533L), Set.of(65534L)), peer(65533, 65534));
    }

    @Test
    void whereEveryIdIsMappedTheyAreUsersAndGroupsLikeAnyOther() {
        PeerPolicy policy = new PeerPolicy(Set.of(65534L), Set.of(65533L), WHOLE);
        assertAccepted(policy, peer(65534, 65533));
        assertAccepted(policy, peer(65534, 7, 65533L));
        assertRejected(Reason.UID_NOT_EXPECTED, policy, peer(1001, 65533));
    }

    private static PeerPolicy policy(Set<Long> uids, Set<Long> gids) {
        return new PeerPolicy(uids, gids, PARTIAL);
    }
}
