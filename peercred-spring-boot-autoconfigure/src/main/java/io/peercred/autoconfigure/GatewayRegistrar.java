package io.peercred.autoconfigure;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.beans.factory.BeanRegistry.SupplierContext;
import org.springframework.core.env.Environment;
import org.springframework.integration.config.ConsumerEndpointFactoryBean;

import io.peercred.autoconfigure.PeercredProperties.Outbound;
import io.peercred.autoconfigure.PeercredSettings.InboundEndpoint;
import io.peercred.autoconfigure.PeercredSettings.OutboundTarget;
import io.peercred.connection.Deadlines;
import io.peercred.connection.RejectionReporter;
import io.peercred.connection.VerifiedConnector;
import io.peercred.integration.PeercredInboundGateway;
import io.peercred.integration.PeercredOutboundGateway;
import io.peercred.platform.NativeSupport;
import io.peercred.socket.VerifiedSocketFactory;
import io.peercred.template.VerifiedSocketOperations;

/**
 * Registers the gateways of the enabled endpoints, and the socket factories of those that call. A bean registrar, since it runs again after ahead-of-time processing
 * and so follows the properties of the run.
 */
final class GatewayRegistrar implements BeanRegistrar {

    @Override
    public void register(BeanRegistry registry, Environment environment) {
        EnabledEndpoints endpoints = EnabledEndpoints.of(environment);
        if (!endpoints.inbound().isEmpty() || !endpoints.outbound().isEmpty()) {
            NativeSupport.loadInBackground();
        }
        // Binding takes time; those who need the endpoints before the properties are a bean need not do it again.
        registry.registerBean(EnabledEndpoints.class, spec -> spec.supplier(context -> endpoints));
        endpoints
                .inbound()
                .keySet()
                .forEach(name -> registry.registerBean(
                        PeercredProperties.PREFIX + ".inbound." + name + ".gateway",
                        PeercredInboundGateway.class,
                        spec -> spec.supplier(context -> inbound(name, context))));
        endpoints.outbound().forEach((name, endpoint) -> {
            String bean = PeercredProperties.PREFIX + ".outbound." + name + ".gateway";
            registry.registerBean(
                    bean + ".handler",
                    PeercredOutboundGateway.class,
                    spec -> spec.supplier(context -> outbound(name, context)));
            registry.registerBean(
                    bean,
                    ConsumerEndpointFactoryBean.class,
                    spec -> spec.supplier(context -> consumer(name, endpoint, bean + ".handler", context)));
            // A fallback: an application that has a SocketFactory of its own goes on being given that one.
            registry.registerBean(
                    PeercredProperties.PREFIX + ".outbound." + name + ".socketFactory",
                    VerifiedSocketFactory.class,
                    spec -> spec.lazyInit().fallback().supplier(context -> socketFactory(name, context)));
        });
    }

    private static PeercredInboundGateway inbound(String name, SupplierContext context) {
        InboundEndpoint endpoint =
                context.bean(PeercredSettings.class).inbound().get(name);
        if (endpoint == null) {
            throw new IllegalStateException("peercred.inbound." + name + " is gone since its gateway was registered");
        }
        PeercredInboundGateway gateway = new PeercredInboundGateway(
                endpoint.settings(),
                endpoint.converter(),
                endpoint.properties().getReplyTimeout(),
                endpoint.properties().isExpectReply(),
                context.bean(Deadlines.class),
                context.bean(RejectionReporter.class));
        gateway.setRequestChannelName(
                RequestChannels.inbound(name, endpoint.properties().getRequestChannel()));
        gateway.setAutoStartup(endpoint.properties().isAutoStartup());
        return gateway;
    }

    private static PeercredOutboundGateway outbound(String name, SupplierContext context) {
        return new PeercredOutboundGateway(context.bean(VerifiedSocketOperations.class), name);
    }

    private static VerifiedSocketFactory socketFactory(String name, SupplierContext context) {
        OutboundTarget target = context.bean(PeercredSettings.class).outbound().get(name);
        if (target == null) {
            throw new IllegalStateException(
                    "peercred.outbound." + name + " is gone since its socket factory was registered");
        }
        return new VerifiedSocketFactory(new VerifiedConnector(
                target.settings().connect(), context.bean(Deadlines.class), context.bean(RejectionReporter.class)));
    }

    private static ConsumerEndpointFactoryBean consumer(
            String name, Outbound properties, String handler, SupplierContext context) {
        ConsumerEndpointFactoryBean consumer = new ConsumerEndpointFactoryBean();
        consumer.setHandler(context.bean(handler, PeercredOutboundGateway.class));
        consumer.setInputChannelName(RequestChannels.outbound(name, properties.getRequestChannel()));
        return consumer;
    }
}
