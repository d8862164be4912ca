package io.peercred.autoconfigure;

import java.nio.file.Path;

import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.peercred.observation.ClientObservations;
import io.peercred.observation.DefaultPeercredClientObservationConvention;
import io.peercred.observation.DefaultPeercredServerObservationConvention;
import io.peercred.observation.PeercredClientObservationConvention;
import io.peercred.observation.PeercredServerObservationConvention;
import io.peercred.observation.ServerObservations;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Echo;
import io.peercred.testing.Observed;

import static org.assertj.core.api.Assertions.assertThat;

class PeercredObservationAutoConfigurationTests {

    @TempDir
    Path directory;

    private ApplicationContextRunner clock() {
        return Applications.clock(this.directory.resolve("clock.sock"))
                .withConfiguration(AutoConfigurations.of(
                        ObservationAutoConfiguration.class, PeercredObservationAutoConfiguration.class))
                .withBean(Echo.class);
    }

    private static ApplicationContextRunner with(String... properties) {
        return Contexts.with(properties)
                .withConfiguration(AutoConfigurations.of(PeercredObservationAutoConfiguration.class));
    }

    @Test
    void bootsRegistryIsEnough() {
        Observed observed = new Observed();
        clock().withBean(Observed.class, () -> observed).run(context -> {
            call(context.getBean(VerifiedSocketTemplate.class));
            assertThat(observed.all("peercred.client.requests")).hasSize(1);
            assertThat(observed.all("peercred.server.requests")).hasSize(1);
        });
    }

    @Test
    void bootsPropertyTurnsThemOff() {
        Observed observed = new Observed();
        clock().withBean(Observed.class, () -> observed)
                .withPropertyValues("management.observations.enable.peercred.server=false")
                .run(context -> {
                    call(context.getBean(VerifiedSocketTemplate.class));
                    assertThat(observed.all("peercred.client.requests")).hasSize(1);
                    assertThat(observed.all("peercred.server.requests")).isEmpty();
                });
    }

    @Test
    void theApplicationsConventionsTakeThePlaceOfOurs() {
        Observed observed = new Observed();
        clock().withBean(Observed.class, () -> observed)
                .withBean(PeercredClientObservationConvention.class, OwnClientConvention::new)
                .withBean(PeercredServerObservationConvention.class, OwnServerConvention::new)
                .run(context -> {
                    call(context.getBean(VerifiedSocketTemplate.class));
                    assertThat(observed.all("my.calls")).hasSize(1);
                    assertThat(observed.all("my.requests")).hasSize(1);
                });
    }

    @Test
    void theApplicationsOwnObservationsTakeThePlaceOfOurs() {
        with().withBean(ObservationRegistry.class, ObservationRegistry::create)
                .withBean(ClientObservations.class, () -> ClientObservations.NONE)
                .withBean(ServerObservations.class, () -> ServerObservations.NONE)
                .run(context -> {
                    assertThat(context.getBean(ClientObservations.class)).isSameAs(ClientObservations.NONE);
                    assertThat(context.getBean(ServerObservations.class)).isSameAs(ServerObservations.NONE);
                });
    }

    @Test
    void withoutARegistryThereAreNone() {
        with().run(context -> assertThat(context)
                .hasNotFailed()
                .hasSingleBean(VerifiedSocketTemplate.class)
                .doesNotHaveBean(ClientObservations.class)
                .doesNotHaveBean(ServerObservations.class));
    }

    @Test
    void withoutPeercredThereAreNone() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PeercredObservationAutoConfiguration.class))
                .withBean(ObservationRegistry.class, ObservationRegistry::create)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ClientObservations.class));
    }

    private static void call(VerifiedSocketTemplate template) {
        assertThat(template.convertSendAndReceive("clock", "utc?", String.class))
                .isEqualTo("utc?");
    }

    static class OwnClientConvention extends DefaultPeercredClientObservationConvention {

        @Override
        public String getName() {
            return "my.calls";
        }
    }

    static class OwnServerConvention extends DefaultPeercredServerObservationConvention {

        @Override
        public String getName() {
            return "my.requests";
        }
    }
}
