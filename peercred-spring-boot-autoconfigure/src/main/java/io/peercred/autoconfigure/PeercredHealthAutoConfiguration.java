package io.peercred.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

import io.peercred.connection.Deadlines;
import io.peercred.connection.RejectionReporter;
import io.peercred.connection.VerifiedConnector;
import io.peercred.health.InboundHealthIndicator;
import io.peercred.health.OutboundHealthIndicator;
import io.peercred.integration.PeercredInboundGateway;

/**
 * Auto-configuration for the health of endpoints, by direction and NAME. {@code management.health.peercred.enabled=false}
 * turns it off.
 */
@AutoConfiguration(after = PeercredAutoConfiguration.class)
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(PeercredSettings.class)
public final class PeercredHealthAutoConfiguration {

    // On the method, since a class's conditions are all loaded before the first is asked whether there is Boot's
    // health.
    @Bean
    @ConditionalOnEnabledHealthIndicator("peercred")
    @ConditionalOnMissingBean(name = {"peercredHealthIndicator", "peercredHealthContributor"})
    CompositeHealthContributor peercredHealthContributor(
            PeercredSettings settings,
            ObjectProvider<PeercredInboundGateway> gateways,
            Deadlines deadlines,
            RejectionReporter reporter) {
        Map<String, HealthContributor> inbound = new LinkedHashMap<>();
        gateways.orderedStream()
                .forEach(gateway -> inbound.put(gateway.endpoint().name(), new InboundHealthIndicator(gateway)));
        Map<String, HealthContributor> outbound = new LinkedHashMap<>();
        settings.outbound()
                .forEach((name, target) -> outbound.put(
                        name,
                        new OutboundHealthIndicator(
                                new VerifiedConnector(target.settings().connect(), deadlines, reporter))));
        Map<String, HealthContributor> directions = new LinkedHashMap<>();
        if (!inbound.isEmpty()) {
            directions.put("inbound", CompositeHealthContributor.fromMap(inbound));
        }
        if (!outbound.isEmpty()) {
            directions.put("outbound", CompositeHealthContributor.fromMap(outbound));
        }
        return CompositeHealthContributor.fromMap(directions);
    }
}
