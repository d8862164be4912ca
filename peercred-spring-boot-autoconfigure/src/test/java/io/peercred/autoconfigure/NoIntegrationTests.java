package io.peercred.autoconfigure;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.core.MessagingTemplate;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;

import io.peercred.template.VerifiedSocketTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class NoIntegrationTests {

    @TempDir
    Path directory;

    @Test
    void theGatewaysWorkWhereBootsOwnAutoConfigurationOfSpringIntegrationIsExcluded() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PeercredAutoConfiguration.class))
                .withUserConfiguration(Activator.class)
                .withPropertyValues(
                        "peercred.expected-uid=self",
                        "peercred.inbound.clock.path=" + this.directory.resolve("clock"),
                        "peercred.outbound.clock.path=" + this.directory.resolve("clock"))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(VerifiedSocketTemplate.class)
                                    .convertSendAndReceive("clock", "utc", String.class))
                            .isEqualTo("activator: utc");
                    MessageChannel channel = context.getBean("peercred.outbound.clock", MessageChannel.class);
                    assertThat(new MessagingTemplate()
                                    .sendAndReceive(channel, new GenericMessage<>("utc"))
                                    .getPayload())
                            .isEqualTo("activator: utc");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Activator {

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        public String answer(String question) {
            return "activator: " + question;
        }
    }
}
