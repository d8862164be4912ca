package io.peercred.autoconfigure;

import io.peercred.integration.PeercredOutboundGateway;

/**
 * Changes outbound gateways, those of the properties and those that flows build, for instance to add an advice. Beans are
 * called in order.
 */
@FunctionalInterface
public interface PeercredOutboundGatewayCustomizer {

    /**
     * Changes a gateway before it is initialized.
     *
     * @param name the endpoint's NAME, or a path
     */
    void customize(String name, PeercredOutboundGateway gateway);
}
