package io.peercred.dsl;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.integration.core.MessagingTemplate;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.security.core.context.SecurityContextHolder;

import io.peercred.autoconfigure.PeercredInboundGatewayCustomizer;
import io.peercred.autoconfigure.PeercredOutboundGatewayCustomizer;
import io.peercred.autoconfigure.PeercredSecurityAutoConfiguration;
import io.peercred.connection.Deadlines;
import io.peercred.integration.PeercredInboundGateway;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Observed;
import io.peercred.testing.TestClient;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** Flows in an application of Boot's, where endpoints are configured by properties as well. */
class BootFlowTests {

    @TempDir
    Path directory;

    @Test
    void aConfiguredEndpointsFlowStartsAtItsChannelAndAnotherCallsIt() {
        clock(runner -> runner.withBean(
                                "answers",
                                IntegrationFlow.class,
                                () -> Flows.answering(IntegrationFlow.from("peercred.inbound.clock")))
                        .withBean("calls", IntegrationFlow.class, () -> IntegrationFlow.from("asks")
                                .handle(Peercred.outboundGateway("clock"))
                                .get()))
                .run(context -> {
                    assertThat(context).hasSingleBean(PeercredInboundGateway.class);
                    assertThat(new MessagingTemplate()
                                    .sendAndReceive(
                                            context.getBean("asks", MessageChannel.class), new GenericMessage<>("utc"))
                                    .getPayload())
                            .isEqualTo("clock heard utc");
                });
    }

    @Test
    void anEndpointThatIsWrittenInJavaStandsBesideTheConfiguredAndSharesTheirThreads() {
        clock(runner -> runner.withBean(
                                "answers",
                                IntegrationFlow.class,
                                () -> Flows.answering(IntegrationFlow.from("peercred.inbound.clock")))
                        .withBean(
                                "ticker",
                                IntegrationFlow.class,
                                () -> Flows.echo(Peercred.inboundGateway(
                                        "ticker", path("ticker"), endpoint -> endpoint.expectedUid("self")))))
                .run(context -> {
                    assertThat(context).hasSingleBean(Deadlines.class);
                    try (TestClient client = new TestClient(Path.of(path("ticker")))) {
                        assertThat(client.ask("utc")).isEqualTo("ticker heard utc");
                    }
                    assertThat(context.getBean(VerifiedSocketTemplate.class)
                                    .convertSendAndReceive("clock", "utc", String.class))
                            .isEqualTo("clock heard utc");
                });
    }

    @Test
    void aGatewayThatAFlowBuildsIsAsSecuredAndAsObservedAsTheConfigured() {
        Observed observed = new Observed();
        List<String> customized = new CopyOnWriteArrayList<>();
        observed.in(clock(runner -> runner.withBean(
                                "answers",
                                IntegrationFlow.class,
                                () -> Flows.answering(IntegrationFlow.from("peercred.inbound.clock")))
                        .withBean("ticker", IntegrationFlow.class, () -> IntegrationFlow.from(Peercred.inboundGateway(
                                        "ticker", path("ticker"), endpoint -> endpoint.expectedUid("self")))
                                .handle((payload, headers) -> SecurityContextHolder.getContext()
                                        .getAuthentication()
                                        .getClass()
                                        .getSimpleName())
                                .get())
                        .withConfiguration(AutoConfigurations.of(PeercredSecurityAutoConfiguration.class))
                        .withBean(
                                PeercredInboundGatewayCustomizer.class, () -> (name, gateway) -> customized.add(name))))
                .run(context -> {
                    assertThat(customized).containsExactlyInAnyOrder("clock", "ticker");
                    try (TestClient client = new TestClient(Path.of(path("ticker")))) {
                        assertThat(client.ask("utc")).isEqualTo("PeerAuthenticationToken");
                    }
                    Awaitility.await()
                            .untilAsserted(() -> assertThat(Observed.tags(observed.only("peercred.server.requests")))
                                    .containsEntry("endpoint", "ticker"));
                });
    }

    /** Spring has what a factory bean makes pass by those that process beans. */
    @Test
    void aGatewayWhoseSpecIsABeanIsAsSecured() {
        List<String> customized = new CopyOnWriteArrayList<>();
        clock(runner -> runner.withBean(
                                "answers",
                                IntegrationFlow.class,
                                () -> Flows.answering(IntegrationFlow.from("peercred.inbound.clock")))
                        .withBean("ticker", PeercredInboundGatewaySpec.class, () -> Peercred.inboundGateway(
                                        "ticker", path("ticker"), endpoint -> endpoint.expectedUid("self"))
                                .requestChannel("ticksIn"))
                        .withBean("asks", PeercredOutboundGatewaySpec.class, () -> Peercred.outboundGateway("clock"))
                        .withBean("ticks", IntegrationFlow.class, () -> IntegrationFlow.from("ticksIn")
                                .handle((payload, headers) -> String.valueOf(
                                        SecurityContextHolder.getContext().getAuthentication()))
                                .get())
                        .withConfiguration(AutoConfigurations.of(PeercredSecurityAutoConfiguration.class))
                        .withBean(PeercredInboundGatewayCustomizer.class, () -> (name, gateway) -> customized.add(name))
                        .withBean(
                                PeercredOutboundGatewayCustomizer.class,
                                () -> (name, gateway) -> customized.add("to " + name)))
                .run(context -> {
                    try (TestClient client = new TestClient(Path.of(path("ticker")))) {
                        assertThat(client.ask("utc")).startsWith("PeerAuthenticationToken");
                    }
                    assertThat(customized).containsExactlyInAnyOrder("clock", "ticker", "to clock", "to clock");
                });
    }

    @Test
    void theDefaultsOfPropertiesAreNoPolicyOfWhatIsWrittenInJava(Warnings warnings) {
        warnings.allow("Exception encountered during context initialization");
        clock(runner -> runner.withBean(
                        "ticker",
                        IntegrationFlow.class,
                        () -> Flows.echo(Peercred.inboundGateway("ticker", path("ticker"), endpoint -> {}))))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("nothing says who may be at the other end"));
    }

    @Test
    void aConfiguredEndpointIsNotBuiltAgainInAFlow(Warnings warnings) {
        warnings.allow("Exception encountered during context initialization");
        clock(runner -> runner.withBean(
                        "again",
                        IntegrationFlow.class,
                        () -> Flows.echo(Peercred.inboundGateway(
                                "clock", path("other"), endpoint -> endpoint.expectedUid("self")))))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("IntegrationFlow.from(\"peercred.inbound.clock\")"));
    }

    @Test
    void aNameThatIsNotConfiguredStopsTheStart(Warnings warnings) {
        warnings.allow("Exception encountered during context initialization");
        clock(runner -> runner.withBean("calls", IntegrationFlow.class, () -> IntegrationFlow.from("asks")
                        .handle(Peercred.outboundGateway("clokc"))
                        .get()))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("knows no endpoint 'clokc'")
                        .hasMessageContaining("Write peercred.outbound.clokc.path"));
    }

    private ApplicationContextRunner clock(UnaryOperator<ApplicationContextRunner> with) {
        return with.apply(Applications.clock(Path.of(path("clock"))));
    }

    private String path(String name) {
        return this.directory.resolve(name + ".sock").toString();
    }
}
