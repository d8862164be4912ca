package io.peercred.connection;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerCredentials.Source;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

class ActivatorCheckTests {

    private static final Endpoint CLOCK = new Endpoint("clock", Direction.OUTBOUND, "@clock");

    private static PeerRejectedException rejected(long uid, @Nullable Long pid) {
        PeerCredentials peer = new PeerCredentials(uid, 0, pid, Set.of(), Source.SO_PEERCRED, Moment.LISTEN);
        return new PeerRejectedException(Reason.UID_NOT_EXPECTED, peer, CLOCK);
    }

    @Test
    void rootWithPidOneOrAnUnknownOneMayBeTheServiceManager() {
        assertThat(ActivatorCheck.isPossible(rejected(0, 1L))).isTrue();
        assertThat(ActivatorCheck.isPossible(rejected(0, null))).isTrue();
        assertThat(ActivatorCheck.isPossible(rejected(0, 2L))).isFalse();
        assertThat(ActivatorCheck.isPossible(rejected(0, 4294967297L))).isFalse();
        assertThat(ActivatorCheck.isPossible(rejected(1, 1L))).isFalse();
        assertThat(ActivatorCheck.isPossible(rejected(4294967295L, null))).isFalse();
        assertThat(ActivatorCheck.isPossible(new PeerRejectedException(Reason.UNKNOWN_PEER, null, CLOCK)))
                .isFalse();
    }

    @Test
    void theAdviceNamesTheTimeThatItHad() {
        assertThat(ActivatorCheck.explain(
                        rejected(0, 1L),
                        TestSettings.at("@clock")
                                .connectTimeout(Duration.ofMillis(1234))
                                .outbound()
                                .connect()))
                .hasMessageContaining("this looks like socket activation")
                .hasMessageContaining("within 1234 ms: raise connect-timeout");
    }
}
