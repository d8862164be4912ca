package io.peercred.reliability;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.peercred.template.OutboundEndpoints;
import io.peercred.template.VerifiedSocketTemplate;

/** The application that calls, in this process, with the outbound endpoint {@code target}. */
final class ClientApplication implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    ClientApplication(Path socket, String... properties) {
        this(Application.class, socket, properties);
    }

    /** The same of another application's beans. */
    ClientApplication(Class<?> main, Path socket, String... properties) {
        List<String> arguments = new ArrayList<>(List.of(
                "--peercred.expected-uid=self",
                "--peercred.content-type=application/octet-stream",
                "--peercred.outbound.target.path=" + socket));
        arguments.addAll(List.of(properties));
        SpringApplication application = new SpringApplication(main);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        this.context = application.run(arguments.toArray(String[]::new));
    }

    VerifiedSocketTemplate template() {
        return this.context.getBean(VerifiedSocketTemplate.class);
    }

    /** What it calls, with their counters. */
    OutboundEndpoints endpoints() {
        return this.context.getBean(OutboundEndpoints.class);
    }

    @Override
    public void close() {
        this.context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
