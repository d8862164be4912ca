package io.peercred.activation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.messaging.handler.annotation.Header;

import io.peercred.connection.PeercredHeaders;

/** An application whose endpoints {@code clock} and {@code log} say which process answered at which endpoint. */
final class ActivatedApplication {

    private ActivatedApplication() {}

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(Configured.class);
        application.run(arguments);
    }

    /** The command that runs it with these properties. */
    static List<String> command(String... properties) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add(ActivatedApplication.class.getName());
        Stream.of(properties).map(property -> "--" + property).forEach(command::add);
        return command;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Configured {

        @ServiceActivator(inputChannel = "requests")
        String answer(String request, @Header(PeercredHeaders.ENDPOINT) String endpoint) {
            return request + " " + endpoint + " " + ProcessHandle.current().pid();
        }
    }
}
