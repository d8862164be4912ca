package io.peercred.reliability;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import io.peercred.connection.SocketBindException;
import io.peercred.integration.PeercredInboundGateway;

/** A {@link FaultyApplication} whose endpoint starts and stops as it is told: {@code start}, {@code stop}. */
final class Restarts {

    private Restarts() {}

    public static void main(String[] args) throws IOException {
        SpringApplication application = new SpringApplication(FaultyApplication.Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        try (ConfigurableApplicationContext context = application.run(args)) {
            PeercredInboundGateway gateway = context.getBean(PeercredInboundGateway.class);
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            System.out.println("ready");
            String command = commands.readLine();
            while (command != null) {
                System.out.println(command.equals("start") ? start(gateway) : stop(gateway));
                command = commands.readLine();
            }
        }
    }

    /** What an operator would read. */
    private static String start(PeercredInboundGateway gateway) {
        try {
            gateway.start();
            return "started";
        } catch (RuntimeException ex) {
            Throwable cause = ex;
            while (cause.getCause() != null && !(cause instanceof SocketBindException)) {
                cause = cause.getCause();
            }
            return cause instanceof SocketBindException bind
                    ? bind.reason() + ": " + bind.getMessage()
                    : "unclear: " + ex;
        }
    }

    private static String stop(PeercredInboundGateway gateway) {
        gateway.stop();
        return "stopped";
    }
}
