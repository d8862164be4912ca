package io.peercred.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.peercred.connection.BindSettings;
import io.peercred.connection.InboundSettings;
import io.peercred.connection.OutboundSettings;

/** Application contexts with the auto-configuration, and what it made of the properties. */
final class Contexts {

    private Contexts() {}

    static ApplicationContextRunner with(String... properties) {
        return new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(IntegrationAutoConfiguration.class, PeercredAutoConfiguration.class))
                .withPropertyValues(properties);
    }

    static InboundSettings inbound(ApplicationContext context, String name) {
        return context.getBean(PeercredSettings.class).inbound().get(name).settings();
    }

    static BindSettings bind(InboundSettings settings) {
        return (BindSettings) settings.source();
    }

    static OutboundSettings outbound(ApplicationContext context, String name) {
        return context.getBean(PeercredSettings.class).outbound().get(name).settings();
    }
}
