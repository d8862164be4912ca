package io.peercred.autoconfigure;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextImpl;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerCredentials;
import io.peercred.security.PeerAuthoritiesMapper;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

class PeercredSecurityAutoConfigurationTests {

    private static final String CUSTOMIZER = "peercredSecurityCustomizer";

    private static ApplicationContextRunner with(String... properties) {
        return Contexts.with(properties)
                .withConfiguration(AutoConfigurations.of(PeercredSecurityAutoConfiguration.class));
    }

    private static List<String> authoritiesOfRoot(ApplicationContext context) {
        PeerCredentials root = new PeerCredentials(
                0, 0, 1L, Set.of(), PeerCredentials.Source.SO_PEERCRED, PeerCredentials.Moment.CONNECT);
        return context
                .getBean(PeerAuthoritiesMapper.class)
                .authorities(root, new Endpoint("clock", Direction.INBOUND, "/run/clock"))
                .stream()
                .map(GrantedAuthority::getAuthority)
                .toList();
    }

    @Test
    void authoritiesAreThoseOfTheProperties() {
        with("peercred.security.authorities.backup=uid:7,user:root", "peercred.security.authorities.ROLE_OPS=gid:7")
                .run(context -> {
                    assertThat(context).hasBean(CUSTOMIZER);
                    assertThat(authoritiesOfRoot(context)).containsExactly("backup");
                });
    }

    @Test
    void withoutPropertiesNobodyHasAny() {
        with().run(context -> {
            assertThat(context).hasBean(CUSTOMIZER);
            assertThat(authoritiesOfRoot(context)).isEmpty();
        });
    }

    @Test
    void theApplicationsOwnMapperTakesThePlaceOfTheProperties() {
        PeerAuthoritiesMapper own = (peer, endpoint) -> List.of();
        with("peercred.security.authorities.backup=user:root")
                .withBean(PeerAuthoritiesMapper.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(PeerAuthoritiesMapper.class)).isSameAs(own));
    }

    @Test
    void aPropertyTurnsItOff() {
        with("peercred.security.enabled=false", "peercred.security.authorities.backup=user:root")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(CUSTOMIZER)
                        .doesNotHaveBean(PeerAuthoritiesMapper.class));
    }

    @Test
    void withoutSpringSecurityThereIsNone() {
        with("peercred.security.authorities.backup=user:root")
                .withClassLoader(new FilteredClassLoader("org.springframework.security"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CUSTOMIZER));
    }

    @Test
    void withoutPeercredThereIsNone() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PeercredSecurityAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CUSTOMIZER));
    }

    @Test
    void aContextThatAllThreadsShareStopsTheStart(Warnings warnings) {
        var application = FailedStart.application();
        application.addInitializers(context ->
                context.getBeanFactory().registerSingleton("securityContextHolderStrategy", new OneForAll()));
        FailedStart.of(application, warnings)
                .says("spring.security.strategy: all threads share one security context (OneForAll)")
                .advises("MODE_THREADLOCAL", "peercred.security.enabled=false");
    }

    /** As MODE_GLOBAL has it. */
    static final class OneForAll implements SecurityContextHolderStrategy {

        private volatile SecurityContext context = new SecurityContextImpl();

        @Override
        public void clearContext() {
            this.context = new SecurityContextImpl();
        }

        @Override
        public SecurityContext getContext() {
            return this.context;
        }

        @Override
        public void setContext(SecurityContext context) {
            this.context = context;
        }

        @Override
        public SecurityContext createEmptyContext() {
            return new SecurityContextImpl();
        }
    }
}
