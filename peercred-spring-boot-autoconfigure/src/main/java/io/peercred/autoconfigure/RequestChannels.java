package io.peercred.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.integration.channel.DirectChannel;

/**
 * Creates the gateways' request channels where the application has none. Runs when everybody has registered theirs, Spring
 * Integration its own included: a bean registrar cannot ask for them, and a second channel of the same name would be an
 * error.
 */
final class RequestChannels implements BeanFactoryPostProcessor, Ordered {

    private final Environment environment;

    RequestChannels(Environment environment) {
        this.environment = environment;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
        EnabledEndpoints endpoints = EnabledEndpoints.of(this.environment);
        endpoints
                .inbound()
                .forEach((name, endpoint) -> create(beanFactory, inbound(name, endpoint.getRequestChannel())));
        endpoints
                .outbound()
                .forEach((name, endpoint) -> create(beanFactory, outbound(name, endpoint.getRequestChannel())));
    }

    /** A channel of a parent context, a registered instance and an alias are the application's as well. */
    private static void create(ConfigurableListableBeanFactory beanFactory, String channel) {
        if (!channel.isBlank() && !beanFactory.containsBean(channel)) {
            ((BeanDefinitionRegistry) beanFactory)
                    .registerBeanDefinition(channel, new RootBeanDefinition(DirectChannel.class));
        }
    }

    static String inbound(String name, @Nullable String configured) {
        return configured != null ? configured : PeercredProperties.PREFIX + ".inbound." + name;
    }

    static String outbound(String name, @Nullable String configured) {
        return configured != null ? configured : PeercredProperties.PREFIX + ".outbound." + name;
    }
}
