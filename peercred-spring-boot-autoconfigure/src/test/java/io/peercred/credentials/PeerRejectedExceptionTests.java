package io.peercred.credentials;

import java.util.Arrays;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.platform.UserNamespace;

import static io.peercred.credentials.TestPeers.CLOCK;
import static io.peercred.credentials.TestPeers.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PeerRejectedExceptionTests {

    @Test
    void theMessageSaysWhereWhyWhoWasExpectedAndWhoItIs() {
        PeerPolicy policy = new PeerPolicy(Set.of(3_000_000_000L), Set.of(), new UserNamespace(true, 65534, 65534));
        assertThatThrownBy(() -> policy.verify(peer(0, 0), CLOCK))
                .isInstanceOf(PeerRejectedException.class)
                .hasMessage("Rejected the peer of inbound endpoint 'clock' (/run/clock.sock): the peer's user is not"
                        + " expected; expected uid 3000000000; actual uid 0 (root), gid 0 (root), pid 4711");
    }

    @Test
    void aPeerThatIsNotKnownIsSaidToBeUnknown() {
        Endpoint path = new Endpoint("/run/clock.sock", Direction.OUTBOUND, "/run/clock.sock");
        assertThat(new PeerRejectedException(Reason.UNKNOWN_PEER, null, path))
                .hasMessage("Rejected the peer of outbound endpoint /run/clock.sock: the kernel does not say who the"
                        + " peer is; actual unknown");
    }

    @Test
    void everyReasonHasASentenceOfItsOwn() {
        assertThat(Arrays.stream(Reason.values()).map(Reason::sentence))
                .doesNotHaveDuplicates()
                .allSatisfy(sentence -> assertThat(sentence).isNotBlank());
    }

    @Test
    void moreWordsFollowThoseThatItHad() {
        PeerRejectedException bare = new PeerRejectedException(Reason.UID_NOT_EXPECTED, peer(0, 0), CLOCK);
        PeerRejectedException worded =
                new PeerRejectedException(Reason.UID_NOT_EXPECTED, peer(0, 0), CLOCK, "expected bob", null);
        assertThat(bare.explained("ask him"))
                .hasMessageContaining("is not expected; ask him; actual")
                .hasCause(bare);
        assertThat(worded.explained("ask him")).hasMessageContaining("is not expected; expected bob; ask him; actual");
        assertThat(worded.explained("ask him").reason()).isEqualTo(Reason.UID_NOT_EXPECTED);
        assertThat(worded.explained("ask him").peer()).isEqualTo(peer(0, 0));
    }
}
