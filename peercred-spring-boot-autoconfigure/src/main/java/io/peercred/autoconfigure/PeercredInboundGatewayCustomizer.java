package io.peercred.autoconfigure;

import io.peercred.integration.PeercredInboundGateway;

/** Changes the auto-configured inbound gateways, for instance to set an error channel. Beans are called in order. */
@FunctionalInterface
public interface PeercredInboundGatewayCustomizer {

    /**
     * Changes a gateway before it is initialized.
     *
     * @param name the NAME of {@code peercred.inbound.NAME}
     */
    void customize(String name, PeercredInboundGateway gateway);
}
