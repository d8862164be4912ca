package io.peercred.autoconfigure;

import io.peercred.integration.PeercredOutboundGateway;

/** Changes the auto-configured outbound gateways, for instance to add an advice. Beans are called in order. */
@FunctionalInterface
public interface PeercredOutboundGatewayCustomizer {

    /**
     * Changes a gateway before it is initialized.
     *
     * @param name the NAME of {@code peercred.outbound.NAME}
     */
    void customize(String name, PeercredOutboundGateway gateway);
}
