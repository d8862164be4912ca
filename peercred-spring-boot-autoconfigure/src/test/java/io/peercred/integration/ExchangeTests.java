package io.peercred.integration;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.core.MessagingTemplate;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.support.GenericMessage;

import io.peercred.autoconfigure.PeercredAutoConfiguration;
import io.peercred.connection.PeercredHeaders;
import io.peercred.credentials.PeerCredentials;
import io.peercred.template.VerifiedSocketTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class ExchangeTests {

    @TempDir
    Path directory;

    private ApplicationContextRunner runner() {
        Path socket = this.directory.resolve("clock.sock");
        return new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(IntegrationAutoConfiguration.class, PeercredAutoConfiguration.class))
                .withPropertyValues(
                        "peercred.expected-uid=self",
                        "peercred.inbound.clock.path=" + socket,
                        "peercred.outbound.clock.path=" + socket);
    }

    @Test
    void theTemplateIsAnsweredByAServiceActivatorThatKnowsWhoAsks() {
        runner().withUserConfiguration(Clock.class).run(context -> {
            VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
            long pid = ProcessHandle.current().pid();
            assertThat(template.convertSendAndReceive("clock", "utc", String.class))
                    .isEqualTo("utc for " + pid);
            assertThat(template.convertSendAndReceive("again", String.class)).isEqualTo("again for " + pid);
        });
    }

    @Test
    void theOutboundGatewayRepliesWithWhoAnswered() {
        runner().withUserConfiguration(Clock.class).run(context -> {
            MessageChannel channel = context.getBean("peercred.outbound.clock", MessageChannel.class);
            Message<?> reply = new MessagingTemplate().sendAndReceive(channel, new GenericMessage<>("utc"));
            assertThat(reply.getHeaders()
                            .get(PeercredHeaders.REPLY_PEER, PeerCredentials.class)
                            .pid())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(reply.getHeaders()).doesNotContainKey(PeercredHeaders.PEER);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Clock {

        @Bean
        Handler handler() {
            return new Handler();
        }
    }

    static class Handler {

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        String handle(String question, @Header(PeercredHeaders.PEER) PeerCredentials peer) {
            return question + " for " + peer.pid();
        }
    }
}
