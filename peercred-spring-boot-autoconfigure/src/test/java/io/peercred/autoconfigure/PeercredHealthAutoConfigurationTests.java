package io.peercred.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors.Entry;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class PeercredHealthAutoConfigurationTests {

    private static final String BEAN = "peercredHealthContributor";

    private static ApplicationContextRunner with(String... properties) {
        return Contexts.with(properties)
                .withConfiguration(AutoConfigurations.of(PeercredHealthAutoConfiguration.class))
                .withPropertyValues("peercred.expected-uid=self");
    }

    @Test
    void eachEnabledEndpointIsThereByDirectionAndName() {
        with(
                        "peercred.inbound.clock.path=@peercred-health-"
                                + ProcessHandle.current().pid(),
                        "peercred.inbound.clock.expect-reply=false",
                        "peercred.inbound.clock.auto-startup=false",
                        "peercred.outbound.log.path=/run/log",
                        "peercred.outbound.off.path=/run/off",
                        "peercred.outbound.off.enabled=false")
                .run(context -> {
                    CompositeHealthContributor all = context.getBean(BEAN, CompositeHealthContributor.class);
                    assertThat(all.stream().map(Entry::name)).containsExactly("inbound", "outbound");
                    assertThat(names(all, "inbound")).containsExactly("clock");
                    assertThat(names(all, "outbound")).containsExactly("log");
                });
    }

    private static List<String> names(CompositeHealthContributor all, String direction) {
        return ((CompositeHealthContributor) all.getContributor(direction))
                .stream().map(Entry::name).toList();
    }

    @Test
    void withoutEndpointsItIsEmpty() {
        with().run(context -> assertThat(context.getBean(BEAN, CompositeHealthContributor.class).stream())
                .isEmpty());
    }

    @Test
    void aPropertyTurnsItOff() {
        with("management.health.peercred.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthContributor.class));
        with("management.health.defaults.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthContributor.class));
    }

    @Test
    void theApplicationsOwnTakesItsPlace() {
        HealthIndicator own = () -> Health.up().build();
        with().withBean("peercredHealthIndicator", HealthIndicator.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(HealthContributor.class)).isSameAs(own));
    }

    @Test
    void withoutBootsHealthThereIsNone() {
        with().withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(BEAN));
    }

    @Test
    void withoutPeercredThereIsNone() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PeercredHealthAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(BEAN));
    }
}
