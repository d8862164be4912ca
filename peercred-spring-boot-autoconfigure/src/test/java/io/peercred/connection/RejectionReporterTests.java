package io.peercred.connection;

import java.util.Set;

import org.junit.jupiter.api.Test;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerCredentials.Source;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

class RejectionReporterTests {

    @Test
    void aRejectionIsOneLineWhateverAVerifierSays(Warnings warnings) {
        Endpoint endpoint = new Endpoint("clock", Direction.INBOUND, "/run/clock.sock");
        PeerCredentials peer =
                new PeerCredentials(4000000000L, 100, 4711L, Set.of(), Source.SO_PEERCRED, Moment.CONNECT);
        try (RejectionReporter reporter = new RejectionReporter(event -> {})) {
            reporter.report(new PeerRejectedException(
                    Reason.VERIFIER_REJECTED, peer, endpoint, "it is late\n2026-01-01 ERROR forged\u001b[2J", null));
        }
        assertThat(warnings.await("it is late")).contains("it is late?2026-01-01 ERROR forged?[2J", "uid 4000000000");
    }
}
