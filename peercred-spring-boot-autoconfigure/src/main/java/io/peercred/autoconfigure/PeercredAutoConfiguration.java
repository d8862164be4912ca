package io.peercred.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.gateway.MessagingGatewaySupport;

import io.peercred.autoconfigure.PeercredSettings.OutboundTarget;
import io.peercred.connection.Deadlines;
import io.peercred.connection.FrameCodec;
import io.peercred.connection.OutboundClient;
import io.peercred.connection.RejectionReporter;
import io.peercred.connection.SystemdSockets;
import io.peercred.credentials.VerifierBeans;
import io.peercred.integration.RequestArguments;
import io.peercred.observation.ClientObservations;
import io.peercred.observation.ServerObservations;
import io.peercred.platform.UserNamespace;
import io.peercred.template.OutboundEndpoint;
import io.peercred.template.OutboundEndpoints;
import io.peercred.template.VerifiedSocketOperations;
import io.peercred.template.VerifiedSocketTemplate;

/**
 * Auto-configuration for verified Unix sockets: the template, a gateway for each configured endpoint, and a
 * socket factory for each that calls.
 *
 * <p>Enables Spring Integration itself, which may be done any number of times: where Boot's auto-configuration of it is
 * excluded, endpoints would listen and their {@code @ServiceActivator}s be ignored.
 */
@AutoConfiguration(
        after = IntegrationAutoConfiguration.class,
        afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass(MessagingGatewaySupport.class)
@EnableIntegration
@EnableConfigurationProperties(PeercredProperties.class)
@Import({GatewayRegistrar.class, PayloadConverterConfiguration.class})
public final class PeercredAutoConfiguration {

    private static final Log logger = LogFactory.getLog(PeercredAutoConfiguration.class);

    @Bean
    static RequestChannels peercredRequestChannels() {
        return new RequestChannels();
    }

    @Bean
    static RequestArguments peercredRequestArguments() {
        return new RequestArguments();
    }

    @Bean
    static GatewayCustomizing peercredGatewayCustomizing(
            ObjectProvider<ServerObservations> observations,
            ObjectProvider<PeercredInboundGatewayCustomizer> inbound,
            ObjectProvider<PeercredOutboundGatewayCustomizer> outbound) {
        return new GatewayCustomizing(observations, inbound, outbound);
    }

    @Bean
    @ConditionalOnMissingBean
    Deadlines peercredDeadlines() {
        return new Deadlines();
    }

    @Bean
    @ConditionalOnMissingBean
    RejectionReporter peercredRejectionReporter(ApplicationEventPublisher publisher) {
        return new RejectionReporter(publisher);
    }

    @Bean
    EndpointResolver peercredEndpointResolver(
            PeercredProperties properties, ListableBeanFactory beanFactory, PeercredMessageConverter converter) {
        return new EndpointResolver(
                properties,
                new ListenerResolver(properties.getInbound(), new SystemdSockets()),
                new PolicyResolver(properties, VerifierBeans.in(beanFactory), UserNamespace.current()),
                BeanFactoryUtils.beansOfTypeIncludingAncestors(beanFactory, FrameCodec.class),
                converter.converter());
    }

    @Bean
    PeercredSettings peercredSettings(
            PeercredProperties properties, EndpointResolver resolver, ConfigurableEnvironment environment) {
        SystemKeys.requireKnown(environment);
        return PeercredSettings.resolve(properties, resolver);
    }

    @Bean
    OutboundEndpoints peercredOutboundEndpoints(
            PeercredSettings settings, EndpointResolver resolver, Deadlines deadlines, RejectionReporter reporter) {
        Map<String, OutboundEndpoint> byName = new LinkedHashMap<>();
        settings.outbound().forEach((name, target) -> {
            byName.put(name, endpoint(target, deadlines, reporter));
            logger.info("Calling " + target.settings().endpoint() + "; expects "
                    + target.settings().verification().describe());
        });
        return new OutboundEndpoints(
                byName, path -> endpoint(PeercredSettings.path(path, resolver), deadlines, reporter));
    }

    private static OutboundEndpoint endpoint(OutboundTarget target, Deadlines deadlines, RejectionReporter reporter) {
        return new OutboundEndpoint(new OutboundClient(target.settings(), deadlines, reporter), target.converter());
    }

    @Bean
    @ConditionalOnMissingBean(VerifiedSocketOperations.class)
    VerifiedSocketTemplate verifiedSocketTemplate(
            OutboundEndpoints endpoints, ObjectProvider<ClientObservations> observations) {
        return new VerifiedSocketTemplate(endpoints, observations.getIfAvailable(() -> ClientObservations.NONE));
    }
}
