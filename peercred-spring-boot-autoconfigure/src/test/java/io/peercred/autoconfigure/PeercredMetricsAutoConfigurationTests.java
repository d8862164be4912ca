package io.peercred.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.peercred.metrics.FrameSizes;
import io.peercred.metrics.InboundMetrics;
import io.peercred.metrics.OutboundMetrics;

import static org.assertj.core.api.Assertions.assertThat;

class PeercredMetricsAutoConfigurationTests {

    private static ApplicationContextRunner with(String... properties) {
        return Contexts.with(properties)
                .withConfiguration(AutoConfigurations.of(PeercredMetricsAutoConfiguration.class))
                .withPropertyValues(
                        "peercred.expected-uid=self",
                        "peercred.inbound.clock.path=@peercred-metrics-"
                                + ProcessHandle.current().pid(),
                        "peercred.inbound.clock.expect-reply=false",
                        "peercred.inbound.clock.auto-startup=false",
                        "peercred.outbound.log.path=/run/log");
    }

    private static ApplicationContextRunner withBoots(String... properties) {
        return with(properties)
                .withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class));
    }

    private static List<String> endpoints(MeterRegistry registry, String name) {
        return registry.find(name).meters().stream()
                .map(meter -> meter.getId().getTag("endpoint"))
                .toList();
    }

    @Test
    void bootsRegistryGetsTheMetersOfEachEndpointBeforeItsFirstExchange() {
        withBoots().run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(endpoints(registry, "peercred.server.connections.open")).containsExactly("clock");
            assertThat(endpoints(registry, "peercred.client.connections.active"))
                    .containsExactly("log");
        });
    }

    @Test
    void bootsPropertyTurnsThemOff() {
        withBoots("management.metrics.enable.peercred=false")
                .run(context -> assertThat(context.getBean(MeterRegistry.class).getMeters())
                        .noneMatch(meter -> meter.getId().getName().startsWith("peercred")));
    }

    @Test
    void theApplicationsOwnTakeThePlaceOfOurs() {
        InboundMetrics own = new InboundMetrics(Stream::empty);
        OutboundMetrics ownToo = new OutboundMetrics(List.of());
        withBoots()
                .withBean(InboundMetrics.class, () -> own)
                .withBean(OutboundMetrics.class, () -> ownToo)
                .run(context -> {
                    assertThat(context.getBean(InboundMetrics.class)).isSameAs(own);
                    assertThat(context.getBean(OutboundMetrics.class)).isSameAs(ownToo);
                });
    }

    @Test
    void withoutARegistryThereAreNone() {
        with().run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(InboundMetrics.class)
                .doesNotHaveBean(FrameSizes.class));
    }

    @Test
    void withoutMicrometersMetersThereAreNone() {
        with().withClassLoader(new FilteredClassLoader("io.micrometer.core"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("peercredInboundMetrics"));
    }

    @Test
    void withoutPeercredThereAreNone() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PeercredMetricsAutoConfiguration.class))
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(InboundMetrics.class));
    }
}
