package io.peercred.activation;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.messaging.handler.annotation.Header;

import io.peercred.connection.PeercredHeaders;
import io.peercred.testing.AutoConfigured;
import io.peercred.testing.ChildJvm;

/** An application whose endpoints {@code clock} and {@code log} say which process answered at which endpoint. */
final class ActivatedApplication {

    private ActivatedApplication() {}

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(Configured.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.run(arguments);
    }

    /** The command that runs it with these properties. */
    static List<String> command(String... properties) {
        return ChildJvm.command(
                ActivatedApplication.class,
                Stream.of(properties).map(property -> "--" + property).toArray());
    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigured
    static class Configured {

        @ServiceActivator(inputChannel = "requests")
        String answer(String request, @Header(PeercredHeaders.ENDPOINT) String endpoint) {
            return request + " " + endpoint + " " + ProcessHandle.current().pid();
        }
    }
}
