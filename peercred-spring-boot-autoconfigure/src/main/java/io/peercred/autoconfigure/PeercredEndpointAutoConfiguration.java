package io.peercred.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.peercred.actuate.PeercredEndpoint;
import io.peercred.actuate.PeercredEndpointWebExtension;
import io.peercred.actuate.RefusalLog;
import io.peercred.integration.PeercredInboundGateway;
import io.peercred.template.OutboundEndpoint;
import io.peercred.template.OutboundEndpoints;

/** Auto-configuration for the actuator endpoint {@code peercred}, by Boot's rules for access and exposure. */
@AutoConfiguration(after = PeercredAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(PeercredSettings.class)
public final class PeercredEndpointAutoConfiguration {

    // Conditions of the actuator stand on the methods, since a class's are all loaded before the first is asked.

    @Bean
    @ConditionalOnAvailableEndpoint(PeercredEndpoint.class)
    @ConditionalOnMissingBean(value = {PeercredEndpoint.class, RefusalLog.class})
    RefusalLog peercredRefusalLog() {
        return new RefusalLog();
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    @ConditionalOnMissingBean
    PeercredEndpoint peercredEndpoint(
            ObjectProvider<PeercredInboundGateway> gateways,
            ObjectProvider<OutboundEndpoints> endpoints,
            RefusalLog refusals) {
        return new PeercredEndpoint(
                gateways::stream,
                () -> endpoints.stream()
                        .flatMap(each -> each.configured().values().stream())
                        .map(OutboundEndpoint::client),
                refusals);
    }

    @Bean
    @ConditionalOnAvailableEndpoint(endpoint = PeercredEndpoint.class, exposure = EndpointExposure.WEB)
    @ConditionalOnBean(PeercredEndpoint.class)
    @ConditionalOnMissingBean
    PeercredEndpointWebExtension peercredEndpointWebExtension(PeercredEndpoint endpoint) {
        return new PeercredEndpointWebExtension(endpoint);
    }
}
