package io.peercred.autoconfigure;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.Gateway;
import org.springframework.integration.annotation.MessagingGateway;
import org.springframework.integration.gateway.AnnotationGatewayProxyFactoryBean;

import io.peercred.autoconfigure.RequestChannelTests.Activator;

import static org.assertj.core.api.Assertions.assertThat;

class MessagingGatewayTests {

    @TempDir
    Path directory;

    @Test
    void aMessagingGatewayGivesTheCallATypedFace() {
        Contexts.with(
                        "peercred.expected-uid=self",
                        "peercred.inbound.clock.path=" + this.directory.resolve("clock"),
                        "peercred.outbound.clock.path=" + this.directory.resolve("clock"))
                .withUserConfiguration(Activator.class, Faces.class)
                .run(context ->
                        assertThat(context.getBean(Clock.class).time("utc")).isEqualTo("activator: utc"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Faces {

        @Bean
        AnnotationGatewayProxyFactoryBean<Clock> clock() {
            return new AnnotationGatewayProxyFactoryBean<>(Clock.class);
        }
    }

    @MessagingGateway
    interface Clock {

        @Gateway(requestChannel = "peercred.outbound.clock")
        String time(String zone);
    }
}
