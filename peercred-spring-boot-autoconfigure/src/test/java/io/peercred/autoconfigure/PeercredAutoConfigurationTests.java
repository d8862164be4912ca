package io.peercred.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.integration.gateway.MessagingGatewaySupport;
import org.springframework.messaging.converter.StringMessageConverter;

import io.peercred.connection.Deadlines;
import io.peercred.connection.RejectionReporter;
import io.peercred.integration.PeercredInboundGateway;
import io.peercred.integration.PeercredOutboundGateway;
import io.peercred.template.VerifiedSocketOperations;
import io.peercred.template.VerifiedSocketTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class PeercredAutoConfigurationTests {

    @TempDir
    Path directory;

    @Test
    void withoutAnyPropertyThereIsATemplateAndNoGateway() {
        Contexts.with().run(context -> assertThat(context)
                .hasNotFailed()
                .hasSingleBean(VerifiedSocketTemplate.class)
                .doesNotHaveBean(PeercredInboundGateway.class)
                .doesNotHaveBean(PeercredOutboundGateway.class));
    }

    @Test
    void withoutSpringIntegrationItIsOff() {
        Contexts.with()
                .withClassLoader(new FilteredClassLoader(MessagingGatewaySupport.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(VerifiedSocketTemplate.class));
    }

    @Test
    void theApplicationsOperationsReplaceTheTemplate() {
        VerifiedSocketOperations own = mock();
        Contexts.with().withBean(VerifiedSocketOperations.class, () -> own).run(context -> assertThat(context)
                .doesNotHaveBean(VerifiedSocketTemplate.class)
                .getBean(VerifiedSocketOperations.class)
                .isSameAs(own));
    }

    @Test
    void theApplicationsPartsReplaceTheAutoConfiguredOnesOneByOne() {
        Deadlines deadlines = new Deadlines();
        RejectionReporter reporter = new RejectionReporter(event -> {});
        PeercredMessageConverter converter = new PeercredMessageConverter(new StringMessageConverter());
        Contexts.with()
                .withBean("mine", Deadlines.class, () -> deadlines)
                .run(context -> assertThat(context).getBean(Deadlines.class).isSameAs(deadlines));
        Contexts.with()
                .withBean("mine", RejectionReporter.class, () -> reporter)
                .run(context ->
                        assertThat(context).getBean(RejectionReporter.class).isSameAs(reporter));
        Contexts.with()
                .withBean("mine", PeercredMessageConverter.class, () -> converter)
                .run(context -> assertThat(context)
                        .getBean(PeercredMessageConverter.class)
                        .isSameAs(converter));
    }

    @Test
    void eachEnabledEndpointHasItsGateway() {
        Contexts.with(
                        "peercred.expected-uid=self",
                        "peercred.inbound.clock.path=" + path("clock"),
                        "peercred.inbound.clock.request-channel=nullChannel",
                        "peercred.inbound.log.path=" + path("log"),
                        "peercred.inbound.log.request-channel=nullChannel",
                        "peercred.outbound.clock.path=" + path("clock"),
                        "peercred.outbound.other.path=" + path("other"))
                .run(context -> {
                    assertThat(context.getBeansOfType(PeercredInboundGateway.class))
                            .containsOnlyKeys("peercred.inbound.clock.gateway", "peercred.inbound.log.gateway");
                    assertThat(context.getBeansOfType(PeercredOutboundGateway.class))
                            .containsOnlyKeys(
                                    "peercred.outbound.clock.gateway.handler",
                                    "peercred.outbound.other.gateway.handler");
                    assertThat(path("clock")).exists();
                    assertThat(path("log")).exists();
                });
        assertThat(path("clock")).doesNotExist();
    }

    @Test
    void anEndpointThatIsOffBindsNothingAndNeedsNothing() {
        Contexts.with("peercred.inbound.clock.enabled=false", "peercred.outbound.clock.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(PeercredInboundGateway.class)
                        .doesNotHaveBean(PeercredOutboundGateway.class)
                        .doesNotHaveBean("peercred.inbound.clock")
                        .doesNotHaveBean("peercred.outbound.clock"));
    }

    @Test
    void anEndpointWithoutAutoStartupListensWhenItIsStarted() {
        Contexts.with(
                        "peercred.expected-uid=self",
                        "peercred.inbound.clock.path=" + path("clock"),
                        "peercred.inbound.clock.request-channel=nullChannel",
                        "peercred.inbound.clock.auto-startup=false")
                .run(context -> {
                    assertThat(path("clock")).doesNotExist();
                    context.getBean(PeercredInboundGateway.class).start();
                    assertThat(Files.exists(path("clock"))).isTrue();
                });
    }

    @Test
    void customizersAreCalledInOrderForEachGateway() {
        Contexts.with(
                        "peercred.expected-uid=self",
                        "peercred.inbound.clock.path=" + path("clock"),
                        "peercred.inbound.clock.request-channel=nullChannel",
                        "peercred.outbound.clock.path=" + path("clock"))
                .withUserConfiguration(Customizers.class)
                .run(context -> {
                    assertThat(context.getBean(Customizers.class).calls)
                            .containsExactlyInAnyOrder("in1 clock", "in2 clock", "out1 clock", "out2 clock")
                            .containsSubsequence("in1 clock", "in2 clock")
                            .containsSubsequence("out1 clock", "out2 clock");
                    assertThat(context.getBean(PeercredInboundGateway.class).getPhase())
                            .isEqualTo(7);
                    assertThat(context.getBean(PeercredOutboundGateway.class).getOrder())
                            .isEqualTo(7);
                });
    }

    private Path path(String name) {
        return this.directory.resolve(name);
    }

    @Configuration
    static class Customizers {

        final List<String> calls = new CopyOnWriteArrayList<>();

        @Bean
        @Order(2)
        PeercredInboundGatewayCustomizer second() {
            return (name, gateway) -> this.calls.add("in2 " + name);
        }

        @Bean
        @Order(1)
        PeercredInboundGatewayCustomizer first() {
            return (name, gateway) -> {
                this.calls.add("in1 " + name);
                gateway.setPhase(7);
            };
        }

        @Bean
        @Order(2)
        PeercredOutboundGatewayCustomizer secondOut() {
            return (name, gateway) -> this.calls.add("out2 " + name);
        }

        @Bean
        @Order(1)
        PeercredOutboundGatewayCustomizer firstOut() {
            return (name, gateway) -> {
                this.calls.add("out1 " + name);
                gateway.setOrder(7);
            };
        }
    }
}
