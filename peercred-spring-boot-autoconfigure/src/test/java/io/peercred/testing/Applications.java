package io.peercred.testing;

import java.nio.file.Path;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.peercred.autoconfigure.PeercredAutoConfiguration;

/** Applications that a test starts. */
public final class Applications {

    private Applications() {}

    /** One with our and Spring Integration's auto-configuration and nothing set. */
    public static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        IntegrationAutoConfiguration.class,
                        JacksonAutoConfiguration.class,
                        PeercredAutoConfiguration.class));
    }

    /** One that expects its own user, serves the endpoint {@code clock} and calls it. */
    public static ApplicationContextRunner clock(Path socket) {
        return runner().withPropertyValues(
                        "peercred.expected-uid=self",
                        "peercred.inbound.clock.path=" + socket,
                        "peercred.outbound.clock.path=" + socket);
    }
}
