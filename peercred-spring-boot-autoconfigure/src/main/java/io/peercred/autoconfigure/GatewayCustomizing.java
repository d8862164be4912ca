package io.peercred.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

import io.peercred.integration.PeercredInboundGateway;
import io.peercred.integration.PeercredOutboundGateway;
import io.peercred.observation.ServerObservations;

/**
 * Has every gateway customized before it is initialized, whoever made it: one that a flow builds is to be as secured and
 * as observed as one of the properties.
 */
final class GatewayCustomizing implements BeanPostProcessor {

    private final ObjectProvider<ServerObservations> observations;
    private final ObjectProvider<PeercredInboundGatewayCustomizer> inbound;
    private final ObjectProvider<PeercredOutboundGatewayCustomizer> outbound;

    GatewayCustomizing(
            ObjectProvider<ServerObservations> observations,
            ObjectProvider<PeercredInboundGatewayCustomizer> inbound,
            ObjectProvider<PeercredOutboundGatewayCustomizer> outbound) {
        this.observations = observations;
        this.inbound = inbound;
        this.outbound = outbound;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof PeercredInboundGateway gateway) {
            this.observations.ifAvailable(gateway::setObservations);
            this.inbound
                    .orderedStream()
                    .forEach(each -> each.customize(gateway.endpoint().name(), gateway));
        } else if (bean instanceof PeercredOutboundGateway gateway) {
            this.outbound.orderedStream().forEach(each -> each.customize(gateway.destination(), gateway));
        }
        return bean;
    }
}
