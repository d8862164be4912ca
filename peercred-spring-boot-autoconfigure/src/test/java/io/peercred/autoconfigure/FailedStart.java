package io.peercred.autoconfigure;

import java.util.List;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Configuration;

import io.peercred.testing.AutoConfigured;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A start of an application that fails, and what its user reads then.
 *
 * @param description what is wrong
 * @param action what to write
 */
record FailedStart(String description, String action) {

    private static final String HEADING = "APPLICATION FAILED TO START";

    /** Starts with these properties, each as {@code key=value}. */
    static FailedStart with(Warnings warnings, String... properties) {
        return of(application(), warnings, properties);
    }

    /** Starts an application of {@link #application} that the caller has added to. */
    static FailedStart of(SpringApplication application, Warnings warnings, String... properties) {
        warnings.allow("Exception encountered during context initialization");
        String[] arguments =
                List.of(properties).stream().map(property -> "--" + property).toArray(String[]::new);
        Throwable failure = catchThrowable(() -> application.run(arguments).close());
        assertThat(failure).as("failure of the start").isNotNull();
        return parse(warnings.await(HEADING));
    }

    /** Of what a failing application wrote. */
    static FailedStart parse(String report) {
        assertThat(report).contains(HEADING, "Description:", "Action:");
        String description = report.substring(report.indexOf("Description:") + 12, report.indexOf("Action:"));
        return new FailedStart(
                description.strip(),
                report.substring(report.indexOf("Action:") + 7).strip());
    }

    static SpringApplication application() {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setRegisterShutdownHook(false);
        // Set up again, logging would forget the appender that watches for warnings.
        application.setListeners(application.getListeners().stream()
                .<ApplicationListener<?>>map(listener -> listener)
                .filter(listener -> !(listener instanceof LoggingApplicationListener))
                .toList());
        return application;
    }

    FailedStart says(String... words) {
        assertThat(this.description).contains(words);
        return this;
    }

    FailedStart advises(String... words) {
        assertThat(this.action).contains(words);
        return this;
    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigured
    static class Application {}
}
