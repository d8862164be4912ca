package io.peercred.autoconfigure;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.integration.channel.DirectChannel;

import io.peercred.autoconfigure.PeercredProperties.Inbound;

/**
 * Creates the gateways' request channels where the application has none: a bean registrar cannot ask for them, and a
 * second channel of the same name would be an error.
 *
 * <p>An outbound endpoint's is created when everybody has registered theirs, so that it can be injected. An inbound
 * endpoint's is created when all beans are there, since flows register the channels that they are made of only then.
 */
final class RequestChannels implements BeanFactoryPostProcessor, SmartInitializingSingleton, Ordered {

    private @Nullable ConfigurableListableBeanFactory beanFactory;
    private Set<Map.Entry<String, Inbound>> inbound = Set.of();

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
        EnabledEndpoints endpoints = beanFactory.getBean(EnabledEndpoints.class);
        this.inbound = endpoints.inbound().entrySet();
        endpoints.outbound().forEach((name, endpoint) -> {
            String channel = outbound(name, endpoint.getRequestChannel());
            if (isMissing(beanFactory, channel)) {
                ((BeanDefinitionRegistry) beanFactory)
                        .registerBeanDefinition(channel, new RootBeanDefinition(DirectChannel.class));
            }
        });
    }

    @Override
    public void afterSingletonsInstantiated() {
        ConfigurableListableBeanFactory beans =
                Objects.requireNonNull(this.beanFactory, "post-processed before there are singletons");
        this.inbound.forEach(endpoint -> {
            String channel = inbound(endpoint.getKey(), endpoint.getValue().getRequestChannel());
            if (isMissing(beans, channel)) {
                beans.registerSingleton(channel, beans.initializeBean(new DirectChannel(), channel));
            }
        });
    }

    /** A channel of a parent context, a registered instance and an alias are the application's as well. */
    private static boolean isMissing(ConfigurableListableBeanFactory beanFactory, String channel) {
        return !channel.isBlank() && !beanFactory.containsBean(channel);
    }

    static String inbound(String name, @Nullable String configured) {
        return configured != null ? configured : PeercredProperties.PREFIX + ".inbound." + name;
    }

    static String outbound(String name, @Nullable String configured) {
        return configured != null ? configured : PeercredProperties.PREFIX + ".outbound." + name;
    }
}
