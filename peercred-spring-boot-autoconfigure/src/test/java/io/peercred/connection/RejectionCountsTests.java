package io.peercred.connection;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;

import static org.assertj.core.api.Assertions.assertThat;

class RejectionCountsTests {

    @ParameterizedTest
    @EnumSource
    void eachCountsForItsReasonAndInAll(Reason reason) {
        RejectionCounts counts = new RejectionCounts();
        assertThat(counts.sum()).isZero();
        counts.add(new PeerRejectedException(reason, null, new Endpoint("test", Direction.INBOUND, "@test")));
        for (Reason each : Reason.values()) {
            assertThat(counts.sum(each)).isEqualTo(each == reason ? 1 : 0);
        }
        assertThat(counts.sum()).isEqualTo(1);
    }
}
