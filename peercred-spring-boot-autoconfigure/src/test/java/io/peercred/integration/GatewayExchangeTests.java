package io.peercred.integration;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.annotation.Gateway;
import org.springframework.integration.annotation.IntegrationComponentScan;
import org.springframework.integration.annotation.MessagingGateway;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.core.MessagingTemplate;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.MimeTypeUtils;

import io.peercred.connection.PeercredHeaders;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerCredentials.Source;
import io.peercred.platform.NativeSupport;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;

import static org.assertj.core.api.Assertions.assertThat;

class GatewayExchangeTests {

    private static final long PID = ProcessHandle.current().pid();

    @TempDir
    Path directory;

    @Test
    void aServiceActivatorKnowsWhoAsks() {
        Applications.clock(socket()).withBean(Clock.class).run(context -> {
            VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
            assertThat(template.convertSendAndReceive("clock", "utc", String.class))
                    .isEqualTo("utc for " + PID);
            assertThat(template.convertSendAndReceive("again", String.class)).isEqualTo("again for " + PID);
        });
    }

    @Test
    void anInboundMessageSaysWhoSentItAndWhereItCameIn() {
        Applications.clock(socket()).withBean(HeaderKeeper.class).run(context -> {
            context.getBean(VerifiedSocketTemplate.class).convertSendAndReceive("clock", "utc", String.class);
            MessageHeaders headers = context.getBean(HeaderKeeper.class).last.getHeaders();
            PeerCredentials peer = headers.get(PeercredHeaders.PEER, PeerCredentials.class);
            assertThat(peer.uid()).isEqualTo(NativeSupport.effectiveUid());
            assertThat(peer.pid()).isEqualTo(PID);
            assertThat(peer.source()).isEqualTo(Source.SO_PEERCRED);
            assertThat(peer.moment()).isEqualTo(Moment.CONNECT);
            assertThat(headers)
                    .containsEntry("peercred_endpoint", "clock")
                    .containsEntry(MessageHeaders.CONTENT_TYPE, MimeTypeUtils.TEXT_PLAIN)
                    .doesNotContainKey("ip_address");
            assertThat(headers.get("peercred_connectionId")).asString().startsWith("clock-");
        });
    }

    @Test
    void theOutboundGatewayRepliesWithWhoAnsweredAndLeavesWhomTheFlowServes() {
        Applications.clock(socket()).withBean(Clock.class).run(context -> {
            MessageChannel channel = context.getBean("peercred.outbound.clock", MessageChannel.class);
            Message<?> request =
                    new GenericMessage<>("utc", Map.of(PeercredHeaders.PEER, "whom the flow serves", "mine", 1));
            Message<?> reply = new MessagingTemplate().sendAndReceive(channel, request);
            assertThat(reply.getPayload()).isEqualTo("utc for " + PID);
            assertThat(reply.getHeaders()
                            .get(PeercredHeaders.REPLY_PEER, PeerCredentials.class)
                            .moment())
                    .isEqualTo(Moment.LISTEN);
            assertThat(reply.getHeaders())
                    .containsEntry(PeercredHeaders.PEER, "whom the flow serves")
                    .containsEntry("mine", 1);
        });
    }

    @Test
    void aGatewayInterfaceGivesTheCallATypedFace() {
        Applications.clock(socket())
                .withBean(Clock.class)
                .withUserConfiguration(TypedConfiguration.class)
                .run(context ->
                        assertThat(context.getBean(TypedClock.class).ask("utc")).isEqualTo("utc for " + PID));
    }

    @Test
    void anInboundEndpointFeedsAFlowThatCallsOnThroughAnother() {
        Path second = this.directory.resolve("second.sock");
        Applications.clock(socket())
                .withBean(Clock.class)
                .withUserConfiguration(ForwardingConfiguration.class)
                .withPropertyValues("peercred.inbound.front.path=" + second, "peercred.outbound.front.path=" + second)
                .run(context -> assertThat(context.getBean(VerifiedSocketTemplate.class)
                                .convertSendAndReceive("front", "utc", String.class))
                        .isEqualTo("utc for " + PID));
    }

    private Path socket() {
        return this.directory.resolve("clock.sock");
    }

    static class Clock {

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        String handle(String question, @Header(PeercredHeaders.PEER) PeerCredentials peer) {
            return question + " for " + peer.pid();
        }
    }

    static class HeaderKeeper {

        volatile Message<?> last;

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        String handle(Message<?> message) {
            this.last = message;
            return "kept";
        }
    }

    @MessagingGateway
    interface TypedClock {

        @Gateway(requestChannel = "peercred.outbound.clock")
        String ask(String question);
    }

    @IntegrationComponentScan(basePackageClasses = TypedClock.class)
    static class TypedConfiguration {}

    static class ForwardingConfiguration {

        @Bean
        IntegrationFlow forward() {
            return flow -> flow.channel("peercred.outbound.clock");
        }

        @Bean
        IntegrationFlow front() {
            return IntegrationFlow.from("peercred.inbound.front")
                    .gateway("peercred.outbound.clock")
                    .get();
        }
    }
}
