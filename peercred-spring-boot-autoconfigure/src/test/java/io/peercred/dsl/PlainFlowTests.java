package io.peercred.dsl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.core.MessagingTemplate;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.context.IntegrationFlowContext;
import org.springframework.integration.endpoint.EventDrivenConsumer;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.unit.DataSize;

import io.peercred.connection.Resources;
import io.peercred.credentials.PeerCredentialVerifier;
import io.peercred.credentials.PeerRejectedEvent;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.integration.PeercredInboundGateway;
import io.peercred.peers.Scripts;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Directories;
import io.peercred.testing.Peer;
import io.peercred.testing.TestClient;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** An application that only enables Spring Integration. */
class PlainFlowTests {

    @TempDir
    Path directory;

    @Test
    void aFlowAnswersWhomItExpectsAndNobodyElse(Warnings warnings) {
        String path = Directories.open(this.directory).resolve("ticker.sock").toString();
        List<PeerRejectedException> rejections = new ArrayList<>();
        AnnotationConfigApplicationContext context =
                Flows.with(Flows.echo(Peercred.inboundGateway("ticker", path, endpoint -> endpoint.expectedUid(1001))));
        context.addApplicationListener(
                ApplicationListener.forPayload((PeerRejectedEvent event) -> rejections.add(event.rejection())));
        try (context) {
            context.refresh();
            try (Peer refused = Peer.pythonAs(65534, Scripts.ASK, path);
                    Peer expected = Peer.pythonAs(1001, Scripts.ASK, path)) {
                warnings.await("Rejected the peer of inbound endpoint 'ticker'");
                assertThat(refused.line()).matches(Scripts::isRefusal);
                assertThat(expected.line()).isEqualTo("ticker heard hello");
            }
            Awaitility.await("the event").untilAsserted(() -> assertThat(rejections)
                    .singleElement()
                    .satisfies(rejection -> assertThat(rejection.peer().uid()).isEqualTo(65534)));
        }
        assertThat(path)
                .satisfies(gone -> assertThat(Files.exists(Path.of(gone))).isFalse());
    }

    @Test
    void aFlowCallsWhomItExpectsAndNobodyElse(Warnings warnings) {
        warnings.allow("Rejected the peer of outbound endpoint");
        String path = Directories.open(this.directory).resolve("agent.sock").toString();
        try (Peer server = Peer.pythonAs(1001, Scripts.ECHO, path)) {
            server.line();
            try (var context = Flows.started(
                    calling(Peercred.outboundGateway("agent", path, endpoint -> endpoint.expectedUid(1001, 1002))))) {
                assertThat(ask(context, "hello")).isEqualTo("hello");
            }
            try (var context = Flows.started(
                    calling(Peercred.outboundGateway("agent", path, endpoint -> endpoint.expectedUid(1002))))) {
                assertThatExceptionOfType(Exception.class)
                        .isThrownBy(() -> ask(context, "hello"))
                        .havingRootCause()
                        .isInstanceOf(PeerRejectedException.class);
            }
        }
    }

    @Test
    void everythingIsSetInJava() throws Exception {
        String path = socket();
        IntegrationFlow serving =
                Flows.echo(Peercred.inboundGateway("ticker", path, endpoint -> endpoint.expectedUid("self")
                                .expectedGid(0, 1, 2, 3, 4, 5, 1000, 1001)
                                .codec("lf")
                                .contentType("text/plain")
                                .maxMessageSize(DataSize.ofKilobytes(1))
                                .fileMode("rw-rw----")
                                .backlog(7)
                                .maxConnections(3)
                                .maxConnectionsPerUid(2)
                                .readTimeout(Duration.ofSeconds(4))
                                .writeTimeout(Duration.ofSeconds(5))
                                .replyTimeout(Duration.ofSeconds(6))
                                .idleTimeout(Duration.ofMinutes(2)))
                        .id("tickerGateway"));
        try (var context = Flows.started(serving)) {
            assertThat(Files.getPosixFilePermissions(Path.of(path))).hasSize(4);
            context.getBean("tickerGateway", PeercredInboundGateway.class);
            IntegrationFlow calling =
                    calling(Peercred.outboundGateway("ticker", path, endpoint -> endpoint.expectedUid("self")
                            .codec("lf")
                            .connectTimeout(Duration.ofSeconds(1))
                            .replyTimeout(Duration.ofSeconds(3))
                            .pool(pool -> pool.maxActive(1).maxIdle(1).maxIdleTime(Duration.ofSeconds(30)))));
            try (var caller = Flows.started(calling)) {
                assertThat(ask(caller, "a line")).isEqualTo("ticker heard a line");
            }
        }
    }

    @Test
    void everyVerifierOfTheContextIsAskedBesides(Warnings warnings) throws Exception {
        warnings.allow("Rejected the peer of inbound endpoint 'ticker'");
        List<String> asked = new ArrayList<>();
        AnnotationConfigApplicationContext context = Flows.with(
                Flows.echo(Peercred.inboundGateway("ticker", socket(), endpoint -> endpoint.expectedUid("self")
                        .verifier((peer, at) -> asked.add("own")))));
        context.registerBean("never", PeerCredentialVerifier.class, () -> (peer, at) -> {
            asked.add("never " + at.name());
            throw new IllegalStateException("nobody today");
        });
        try (context) {
            context.refresh();
            try (TestClient client = new TestClient(Path.of(socket()))) {
                assertThat(client.isAtEnd()).isTrue();
            }
            assertThat(asked).containsExactly("own", "never ticker");
            warnings.await("nobody today");
        }
    }

    @Test
    void aVerifierIsThePolicyWhereTheEndpointNamesIt() throws Exception {
        AnnotationConfigApplicationContext context = Flows.with(
                Flows.echo(Peercred.inboundGateway("ticker", socket(), endpoint -> endpoint.verifier("officeHours"))));
        context.registerBean("officeHours", PeerCredentialVerifier.class, () -> (peer, at) -> {});
        try (context) {
            context.refresh();
            try (TestClient client = new TestClient(Path.of(socket()))) {
                assertThat(client.ask("utc")).isEqualTo("ticker heard utc");
            }
        }
    }

    @Test
    void withAnErrorChannelItsReplyIsTheAnswer() throws Exception {
        DirectChannel errors = new DirectChannel();
        IntegrationFlow failing = IntegrationFlow.from(self().errorChannel(errors))
                .handle((payload, headers) -> {
                    throw new IllegalStateException("moody");
                })
                .get();
        AnnotationConfigApplicationContext context = Flows.with(failing);
        context.registerBean("sorry", IntegrationFlow.class, () -> IntegrationFlow.from(errors)
                .handle((payload, headers) -> "sorry")
                .get());
        try (context) {
            context.refresh();
            assertThat(ask("utc")).isEqualTo("sorry");
        }
    }

    @Test
    void withoutAutoStartupItListensWhenItIsStarted() throws Exception {
        try (var context = Flows.started(Flows.echo(self().autoStartup(false).id("later")))) {
            assertThat(Path.of(socket())).doesNotExist();
            context.getBean("later", PeercredInboundGateway.class).start();
            assertThat(ask("utc")).isEqualTo("ticker heard utc");
        }
    }

    @Test
    void theConsumerOfAnOutboundGatewayIsConfiguredAsAnyOther() {
        DirectChannel asks = new DirectChannel();
        IntegrationFlow flow = IntegrationFlow.from(asks)
                .handle(
                        Peercred.outboundGateway("agent", socket(), endpoint -> endpoint.expectedUid("self")),
                        gateway -> gateway.id("agentGateway").autoStartup(false))
                .get();
        try (var context = Flows.started(flow)) {
            assertThat(context.getBean("agentGateway", EventDrivenConsumer.class)
                            .isRunning())
                    .isFalse();
        }
    }

    @Test
    void theTemplateOfAPlainApplicationServesItsFlows() {
        AnnotationConfigApplicationContext context = Flows.with(Flows.echo(self()));
        context.registerBean("template", VerifiedSocketTemplate.class, () -> Peercred.template(context)
                .endpoint("ticker", socket(), endpoint -> endpoint.expectedUid("self"))
                .build());
        context.registerBean("calls", IntegrationFlow.class, () -> IntegrationFlow.from("asks")
                .handle(Peercred.outboundGateway("ticker"))
                .get());
        try (context) {
            context.refresh();
            assertThat(ask(context, "utc")).isEqualTo("ticker heard utc");
            assertThat(context.getBean(VerifiedSocketTemplate.class).convertSendAndReceive("utc", String.class))
                    .isEqualTo("ticker heard utc");
        }
    }

    @Test
    void jsonIsConverted() {
        IntegrationFlow counting = IntegrationFlow.from(
                        Peercred.inboundGateway("ticker", socket(), endpoint -> endpoint.expectedUid("self")
                                .contentType("application/json")))
                .handle((payload, headers) -> Map.of("heard", payload))
                .get();
        AnnotationConfigApplicationContext context = Flows.with(counting);
        context.registerBean("template", VerifiedSocketTemplate.class, () -> Peercred.template(context)
                .endpoint("ticker", socket(), endpoint -> endpoint.expectedUid("self")
                        .contentType("application/json"))
                .build());
        try (context) {
            context.refresh();
            assertThat(context.getBean(VerifiedSocketTemplate.class).convertSendAndReceive(List.of(1, 2), String.class))
                    .isEqualTo("{\"heard\":\"[1,2]\"}");
        }
    }

    @Test
    void flowsThatComeAndGoLeaveNothingBehindAndTheContextEndsItsThreads() throws Exception {
        long before = 0;
        try (var context = Flows.application()) {
            context.refresh();
            IntegrationFlowContext flows = context.getBean(IntegrationFlowContext.class);
            for (int i = 0; i < 20; i++) {
                var serving = flows.registration(Flows.echo(self())).register();
                var calling = flows.registration(calling(
                                Peercred.outboundGateway("ticker", socket(), endpoint -> endpoint.expectedUid("self"))))
                        .register();
                assertThat(calling.getMessagingTemplate().convertSendAndReceive("utc", String.class))
                        .isEqualTo("ticker heard utc");
                calling.destroy();
                serving.destroy();
                Resources.awaitSockets(i == 0 ? Long.MAX_VALUE : before);
                if (i == 0) {
                    Awaitility.await("the ends of connections").until(() -> Resources.threads("peercred-ticker-") == 0);
                    before = Resources.sockets();
                }
            }
        }
        Awaitility.await("the end of threads")
                .until(() -> Resources.threads("peercred-ticker-") == 0
                        && Resources.threads("peercred-deadlines") == 0
                        && Resources.threads("peercred-rejection") == 0);
    }

    private static IntegrationFlow calling(PeercredOutboundGatewaySpec gateway) {
        return IntegrationFlow.from("asks").handle(gateway).get();
    }

    private static String ask(AnnotationConfigApplicationContext context, String question) {
        MessageChannel asks = context.getBean("asks", MessageChannel.class);
        return (String) new MessagingTemplate()
                .sendAndReceive(asks, new GenericMessage<>(question))
                .getPayload();
    }

    private String ask(String question) throws Exception {
        try (TestClient client = new TestClient(Path.of(socket()))) {
            return client.ask(question);
        }
    }

    private PeercredInboundGatewaySpec self() {
        return Peercred.inboundGateway("ticker", socket(), endpoint -> endpoint.expectedUid("self"));
    }

    private String socket() {
        return this.directory.resolve("ticker.sock").toString();
    }
}
