package io.peercred.health;

import java.io.IOException;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import io.peercred.connection.VerifiedConnector;
import io.peercred.connection.VerifiedStream;
import io.peercred.credentials.Names;
import io.peercred.credentials.PeerRejectedException;

/**
 * Up when a connection to an outbound endpoint can be opened and its peer is accepted. Opens one of its own for each look,
 * beside the pool, and sends nothing on it.
 */
public final class OutboundHealthIndicator extends AbstractHealthIndicator {

    private final VerifiedConnector connector;

    public OutboundHealthIndicator(VerifiedConnector connector) {
        super("An outbound endpoint could not be reached");
        this.connector = connector;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.withDetail("path", this.connector.endpoint().path());
        try (VerifiedStream stream = this.connector.connect(null, () -> false)) {
            builder.up().withDetail("peer", Names.describe(stream.peer()));
        } catch (PeerRejectedException ex) {
            builder.down(ex);
            if (ex.peer() != null) {
                builder.withDetail("peer", Names.describe(ex.peer()));
            }
        } catch (IOException ex) {
            builder.down(ex);
        }
    }
}
