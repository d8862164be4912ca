package io.peercred.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.peercred.audit.PeerAuditListener;

import static org.assertj.core.api.Assertions.assertThat;

class PeercredAuditAutoConfigurationTests {

    private static final String CUSTOMIZER = "peercredAuditCustomizer";

    private static ApplicationContextRunner with(String... properties) {
        return Contexts.with(properties)
                .withConfiguration(AutoConfigurations.of(PeercredAuditAutoConfiguration.class))
                .withBean(InMemoryAuditEventRepository.class);
    }

    @Test
    void whereAuditEventsAreKeptRejectionsAreAmongThemAndConnectionsAreNot() {
        with().run(context ->
                assertThat(context).hasSingleBean(PeerAuditListener.class).doesNotHaveBean(CUSTOMIZER));
    }

    @Test
    void connectionsAreAskedForByAProperty() {
        with("peercred.audit.connections=true")
                .run(context -> assertThat(context).hasBean(CUSTOMIZER));
    }

    @Test
    void bootsPropertyTurnsItOff() {
        with("management.auditevents.enabled=false", "peercred.audit.connections=true")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(PeerAuditListener.class)
                        .doesNotHaveBean(CUSTOMIZER));
    }

    @Test
    void theApplicationsOwnTakesItsPlace() {
        PeerAuditListener own = new PeerAuditListener(event -> {});
        with().withBean(PeerAuditListener.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(PeerAuditListener.class)).isSameAs(own));
    }

    @Test
    void whereNoneAreKeptThereAreNone() {
        Contexts.with("peercred.audit.connections=true")
                .withConfiguration(AutoConfigurations.of(PeercredAuditAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(PeerAuditListener.class));
    }

    @Test
    void withoutActuatorThereIsNone() {
        Contexts.with("peercred.audit.connections=true")
                .withConfiguration(AutoConfigurations.of(PeercredAuditAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(AuditEventRepository.class.getPackageName()))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("peercredAuditListener"));
    }

    @Test
    void withoutPeercredThereIsNone() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PeercredAuditAutoConfiguration.class))
                .withBean(InMemoryAuditEventRepository.class)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(PeerAuditListener.class));
    }
}
