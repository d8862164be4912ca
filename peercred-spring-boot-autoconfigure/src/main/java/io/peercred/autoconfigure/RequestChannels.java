package io.peercred.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.integration.channel.DirectChannel;

/**
 * Creates the gateways' request channels where the application has none. Runs when all of its own are known: a bean
 * registrar cannot ask for them, and a second channel of the same name would be an error.
 */
final class RequestChannels implements BeanDefinitionRegistryPostProcessor, Ordered {

    private final Environment environment;

    RequestChannels(Environment environment) {
        this.environment = environment;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        EnabledEndpoints endpoints = EnabledEndpoints.of(this.environment);
        endpoints.inbound().forEach((name, endpoint) -> create(registry, inbound(name, endpoint.getRequestChannel())));
        endpoints
                .outbound()
                .forEach((name, endpoint) -> create(registry, outbound(name, endpoint.getRequestChannel())));
    }

    private static void create(BeanDefinitionRegistry registry, String channel) {
        if (!channel.isBlank() && !registry.containsBeanDefinition(channel)) {
            registry.registerBeanDefinition(channel, new RootBeanDefinition(DirectChannel.class));
        }
    }

    static String inbound(String name, @Nullable String configured) {
        return configured != null ? configured : PeercredProperties.PREFIX + ".inbound." + name;
    }

    static String outbound(String name, @Nullable String configured) {
        return configured != null ? configured : PeercredProperties.PREFIX + ".outbound." + name;
    }
}
