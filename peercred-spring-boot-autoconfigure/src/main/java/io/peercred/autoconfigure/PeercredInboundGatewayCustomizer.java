package io.peercred.autoconfigure;

import io.peercred.integration.PeercredInboundGateway;

/**
 * Changes inbound gateways, those of the properties and those that flows build, for instance to set an error channel. Beans
 * are called in order.
 */
@FunctionalInterface
public interface PeercredInboundGatewayCustomizer {

    /**
     * Changes a gateway before it is initialized.
     *
     * @param name the endpoint's NAME
     */
    void customize(String name, PeercredInboundGateway gateway);
}
