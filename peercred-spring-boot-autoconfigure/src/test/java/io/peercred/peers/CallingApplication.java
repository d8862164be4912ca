package io.peercred.peers;

import java.nio.file.Path;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.peercred.autoconfigure.PeercredAutoConfiguration;
import io.peercred.template.VerifiedSocketTemplate;

/** An application with one outbound endpoint, {@code peer}, as a user configures it. */
final class CallingApplication {

    /** What the application does with its template. */
    interface Work {
        void with(VerifiedSocketTemplate template) throws Exception;
    }

    private CallingApplication() {}

    static void calling(Path path, String property, Work work) {
        calling(path, new String[] {property}, work);
    }

    static void calling(Path path, String[] properties, Work work) {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(IntegrationAutoConfiguration.class, PeercredAutoConfiguration.class))
                .withPropertyValues("peercred.outbound.peer.path=" + path)
                .withPropertyValues(properties)
                .run(context -> work.with(context.getBean(VerifiedSocketTemplate.class)));
    }
}
