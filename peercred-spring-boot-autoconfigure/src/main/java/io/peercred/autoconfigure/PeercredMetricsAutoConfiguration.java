package io.peercred.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.peercred.integration.PeercredInboundGateway;
import io.peercred.metrics.FrameSizes;
import io.peercred.metrics.InboundMetrics;
import io.peercred.metrics.OutboundMetrics;
import io.peercred.template.OutboundEndpoint;
import io.peercred.template.OutboundEndpoints;

/**
 * Auto-configuration for meters of endpoints, where there is a {@link MeterRegistry}.
 * {@code management.metrics.enable.peercred=false} turns them off. How long exchanges take is among the observations, of
 * which Boot makes timers.
 */
@AutoConfiguration(
        after = PeercredAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({MeterRegistry.class, PeercredSettings.class})
public final class PeercredMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    InboundMetrics peercredInboundMetrics(ObjectProvider<PeercredInboundGateway> gateways) {
        return new InboundMetrics(gateways::orderedStream);
    }

    @Bean
    @ConditionalOnMissingBean
    OutboundMetrics peercredOutboundMetrics(OutboundEndpoints endpoints) {
        return new OutboundMetrics(endpoints.configured().values().stream()
                .map(OutboundEndpoint::client)
                .toList());
    }

    @Bean
    @ConditionalOnMissingBean
    FrameSizes peercredFrameSizes(MeterRegistry registry) {
        return new FrameSizes(registry);
    }
}
