package io.peercred.connection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import org.awaitility.Awaitility;
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
    void ofABurstTheFirstFewAreToldEach() {
        WarningLimiter burst = new WarningLimiter(3);
        assertThat(LongStream.range(0, 5).map(i -> burst.permit(rejection("a", 1001))))
                .containsExactly(0L, 0L, 0L, -1L, -1L);
        assertThat(burst.permit(rejection("a", 1002))).isZero();
    }

    @Test
    void whatWasLeftOutIsCountedInTheNextLine() {
        WarningLimiter limiter = new WarningLimiter(2, Duration.ofMillis(500));
        AtomicLong untold = new AtomicLong();
        Awaitility.await().until(() -> {
            long told = permit(limiter);
            if (told < 0) {
                untold.incrementAndGet();
                return false;
            }
            assertThat(told).isEqualTo(untold.getAndSet(0));
            return told > 0;
        });
    }

    private static long permit(WarningLimiter limiter) {
        return limiter.permit(rejection("a", 1001));
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
