package io.peercred.reliability;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.peercred.connection.SocketBindException;
import io.peercred.integration.PeercredInboundGateway;

/** Servers that are to start where somebody else was first, or may come later: each must refuse, and delete nothing. */
final class SquattedPaths {

    /** What {@code squat.py} puts there. */
    private static final List<String> KINDS =
            List.of("live", "dead", "link", "dangling", "loop", "away", "directory", "fifo", "file", "lock", "led");

    private SquattedPaths() {}

    /** Tries them all and returns how many; throws at the first that starts, or fails otherwise. */
    static int tryAll(Path base, Path unsafeDirectory) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        List<String> arguments = new ArrayList<>(List.of("--peercred.expected-uid=self"));
        KINDS.forEach(kind -> add(arguments, kind, Path.of(base + kind)));
        add(arguments, "unsafe", unsafeDirectory.resolve("refused"));
        try (ConfigurableApplicationContext context = application.run(arguments.toArray(String[]::new))) {
            Map<String, PeercredInboundGateway> gateways = context.getBeansOfType(PeercredInboundGateway.class);
            gateways.values().forEach(SquattedPaths::requireRefusal);
            return gateways.size();
        }
    }

    private static void add(List<String> arguments, String name, Path path) {
        arguments.add("--peercred.inbound." + name + ".path=" + path);
        arguments.add("--peercred.inbound." + name + ".auto-startup=false");
    }

    private static void requireRefusal(PeercredInboundGateway gateway) {
        try {
            gateway.start();
        } catch (IllegalStateException ex) {
            if (ex.getCause() instanceof SocketBindException) {
                return;
            }
            throw ex;
        }
        throw new IllegalStateException(gateway.endpoint() + " listens where somebody else was first");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
