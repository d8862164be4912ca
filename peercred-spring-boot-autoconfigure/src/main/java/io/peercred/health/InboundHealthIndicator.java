package io.peercred.health;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import io.peercred.integration.PeercredInboundGateway;

/** Up while an inbound endpoint listens and whoever connects to its path reaches it. Connects to nobody. */
public final class InboundHealthIndicator extends AbstractHealthIndicator {

    private final PeercredInboundGateway gateway;

    public InboundHealthIndicator(PeercredInboundGateway gateway) {
        super("Whether an inbound endpoint can be reached could not be told");
        this.gateway = gateway;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        String obstacle = this.gateway.obstacle();
        builder.withDetail("path", this.gateway.endpoint().path()).withDetail("expects", this.gateway.expects());
        if (obstacle == null) {
            builder.up();
        } else {
            builder.down().withDetail("reason", obstacle);
        }
    }
}
