package io.peercred.autoconfigure;

import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.context.IntegrationFlowContext;

import io.peercred.actuate.PeercredEndpoint;
import io.peercred.actuate.PeercredEndpointWebExtension;
import io.peercred.actuate.RefusalLog;
import io.peercred.dsl.Peercred;

import static org.assertj.core.api.Assertions.assertThat;

class PeercredEndpointAutoConfigurationTests {

    private static ApplicationContextRunner with(String... properties) {
        return Contexts.with(properties)
                // As a SpringApplication has it: "read-only" is no constant's name.
                .withInitializer(
                        context -> context.getEnvironment().setConversionService(new ApplicationConversionService()))
                .withConfiguration(AutoConfigurations.of(PeercredEndpointAutoConfiguration.class))
                .withPropertyValues("peercred.expected-uid=self");
    }

    private static void assertNothingOn(ApplicationContextRunner application) {
        application.run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean("peercredEndpoint")
                .doesNotHaveBean("peercredRefusalLog")
                .doesNotHaveBean("peercredEndpointWebExtension"));
    }

    @Test
    void itIsThereWhereItIsExposed() {
        with("management.endpoints.web.exposure.include=peercred").run(context -> assertThat(context)
                .hasSingleBean(PeercredEndpoint.class)
                .hasSingleBean(PeercredEndpointWebExtension.class)
                .hasSingleBean(RefusalLog.class));
    }

    @Test
    void aGatewayOfAFlowThatIsRegisteredWhileTheApplicationRunsIsSeen(@TempDir Path directory) {
        with("management.endpoints.web.exposure.include=peercred").run(context -> {
            PeercredEndpoint endpoint = context.getBean(PeercredEndpoint.class);
            assertThat(endpoint.endpoints().endpoints()).isEmpty();
            context.getBean(IntegrationFlowContext.class)
                    .registration(IntegrationFlow.from(Peercred.inboundGateway(
                                    "later", directory.resolve("s").toString(), spec -> spec.expectedUid("self")))
                            .handle((payload, headers) -> payload)
                            .get())
                    .register();
            assertThat(endpoint.endpoint("inbound", "later", null, null)).isNotNull();
        });
    }

    @Test
    void whereItIsExposedToJmxOnlyThereIsNoWebExtension() {
        with("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=peercred")
                .run(context -> assertThat(context)
                        .hasSingleBean(PeercredEndpoint.class)
                        .doesNotHaveBean(PeercredEndpointWebExtension.class));
    }

    @Test
    void itIsNotExposedUnlessSomebodySaysSo() {
        assertNothingOn(with());
    }

    @Test
    void aPropertyTurnsItOff() {
        assertNothingOn(
                with("management.endpoints.web.exposure.include=*", "management.endpoint.peercred.access=none"));
        assertNothingOn(
                with("management.endpoints.web.exposure.include=*", "management.endpoints.access.default=none"));
    }

    @Test
    void theApplicationsOwnTakesItsPlace() {
        PeercredEndpoint own = new PeercredEndpoint(Stream::empty, Stream::empty, new RefusalLog());
        with("management.endpoints.web.exposure.include=peercred")
                .withBean("own", PeercredEndpoint.class, () -> own)
                .run(context -> {
                    assertThat(context.getBean(PeercredEndpoint.class)).isSameAs(own);
                    assertThat(context).doesNotHaveBean(RefusalLog.class);
                });
    }

    @Test
    void withoutBootsActuatorThereIsNone() {
        assertNothingOn(with("management.endpoints.web.exposure.include=peercred")
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate")));
        assertNothingOn(with("management.endpoints.web.exposure.include=peercred")
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate.autoconfigure")));
    }

    @Test
    void withoutPeercredThereIsNone() {
        assertNothingOn(new ApplicationContextRunner()
                .withPropertyValues("management.endpoints.web.exposure.include=peercred")
                .withConfiguration(AutoConfigurations.of(PeercredEndpointAutoConfiguration.class)));
    }
}
