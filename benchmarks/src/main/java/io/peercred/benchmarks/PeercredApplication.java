package io.peercred.benchmarks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.core.MessagingTemplate;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;

import io.peercred.template.VerifiedSocketTemplate;

/** This starter, whole: an application that calls its own inbound gateway. */
final class PeercredApplication implements Transport {

    private final ConfigurableApplicationContext context;
    private final Function<ConfigurableApplicationContext, Client> client;

    PeercredApplication(
            Path path, Map<String, Object> properties, Function<ConfigurableApplicationContext, Client> client) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "peercred.expected-uid",
                "self",
                "peercred.content-type",
                "application/octet-stream",
                "peercred.inbound.echo.path",
                path.toString(),
                "peercred.outbound.echo.path",
                path.toString(),
                "peercred.outbound.echo.pool.max-active",
                64,
                "peercred.outbound.echo.pool.max-idle",
                64));
        all.putAll(properties);
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setDefaultProperties(all);
        this.context = application.run();
        this.client = client;
    }

    /** By the template. */
    static Client template(ConfigurableApplicationContext context) {
        VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
        return payload -> template.convertSendAndReceive("echo", payload, byte[].class);
    }

    /** By the template, as text. */
    static Client text(ConfigurableApplicationContext context) {
        VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
        return payload -> template.convertSendAndReceive(
                        "echo", new String(payload, StandardCharsets.UTF_8), String.class)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** By a message to the outbound gateway's channel. */
    static Client gateway(ConfigurableApplicationContext context) {
        MessageChannel channel = context.getBean("peercred.outbound.echo", MessageChannel.class);
        MessagingTemplate template = new MessagingTemplate();
        return payload -> {
            Message<?> reply = template.sendAndReceive(channel, new GenericMessage<>(payload));
            return (byte[]) Objects.requireNonNull(reply).getPayload();
        };
    }

    @Override
    public Client client() {
        return this.client.apply(this.context);
    }

    @Override
    public void close() {
        this.context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @ServiceActivator(inputChannel = "peercred.inbound.echo")
        Object echo(Object payload) {
            return payload;
        }
    }
}
