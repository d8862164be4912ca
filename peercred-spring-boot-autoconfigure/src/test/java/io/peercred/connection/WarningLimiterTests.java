package io.peercred.connection;

import java.util.Set;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerCredentials.Source;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;

import static org.assertj.core.api.Assertions.assertThat;

class WarningLimiterTests {

    private final WarningLimiter limiter = new WarningLimiter();

    private static PeerRejectedException rejection(String endpoint, long uid) {
        return new PeerRejectedException(
                Reason.UID_NOT_EXPECTED,
                new PeerCredentials(uid, uid, 1L, Set.of(), Source.SO_PEERCRED, Moment.CONNECT),
                new Endpoint(endpoint, Direction.INBOUND, "/s"));
    }

    @Test
    void oneUsersSecondRejectionIsNotTold() {
        assertThat(this.limiter.permit(rejection("a", 1001))).isZero();
        assertThat(this.limiter.permit(rejection("a", 1001))).isNegative();
    }

    @Test
    void oneUsersFloodDoesNotHideAnother() {
        LongStream.range(0, 1000).forEach(i -> this.limiter.permit(rejection("a", 1001)));
        assertThat(this.limiter.permit(rejection("a", 1002))).isZero();
        assertThat(this.limiter.permit(rejection("b", 1001))).isZero();
    }

    @Test
    void anUnknownPeerIsTold() {
        Endpoint endpoint = new Endpoint("a", Direction.INBOUND, "/s");
        assertThat(this.limiter.permit(new PeerRejectedException(Reason.UNKNOWN_PEER, null, endpoint)))
                .isZero();
    }

    @Test
    void thousandsOfSubordinateUsersAreNotThousandsOfLines() {
        long lines = LongStream.range(100_000, 110_000)
                .filter(uid -> this.limiter.permit(rejection("a", uid)) >= 0)
                .count();
        assertThat(lines).isBetween(1L, 200L);
    }
}
