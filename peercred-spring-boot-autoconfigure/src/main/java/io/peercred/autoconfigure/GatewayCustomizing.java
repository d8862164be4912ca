package io.peercred.autoconfigure;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

import io.peercred.dsl.PeercredInboundGatewaySpec;
import io.peercred.dsl.PeercredOutboundGatewaySpec;
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

    /** A flow may make a bean of what a spec has made. Gateways are equal to themselves alone. */
    private final Set<Object> customized = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    GatewayCustomizing(
            ObjectProvider<ServerObservations> observations,
            ObjectProvider<PeercredInboundGatewayCustomizer> inbound,
            ObjectProvider<PeercredOutboundGatewayCustomizer> outbound) {
        this.observations = observations;
        this.inbound = inbound;
        this.outbound = outbound;
    }

    /** What a spec makes does not come by itself: to Spring it is a factory bean's. */
    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof PeercredInboundGatewaySpec spec) {
            customize(spec.getObject());
        } else if (bean instanceof PeercredOutboundGatewaySpec spec) {
            customize(spec.getObject());
        } else {
            customize(bean);
        }
        return bean;
    }

    private void customize(Object bean) {
        if (bean instanceof PeercredInboundGateway gateway && this.customized.add(gateway)) {
            this.observations.ifAvailable(gateway::setObservations);
            this.inbound
                    .orderedStream()
                    .forEach(each -> each.customize(gateway.endpoint().name(), gateway));
        } else if (bean instanceof PeercredOutboundGateway gateway && this.customized.add(gateway)) {
            this.outbound.orderedStream().forEach(each -> each.customize(gateway.destination(), gateway));
        }
    }
}
