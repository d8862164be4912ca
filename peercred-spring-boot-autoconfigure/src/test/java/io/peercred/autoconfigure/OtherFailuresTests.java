package io.peercred.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** Failures that are not ours are left to those whose they are. */
class OtherFailuresTests {

    @Test
    void anUnknownKeyOfAnotherTreeIsBootsToAnalyze(Warnings warnings) {
        FailedStart start = FailedStart.of(with(Others.class), warnings, "others.nmae=x");
        start.says("Binding to target", "others.nmae").advises("Update your application's configuration");
    }

    @Test
    void aPropertyWhoseNameOnlyBeginsLikeOursIsBootsToAnalyze(Warnings warnings) {
        FailedStart.of(with(Lookalike.class), warnings, "peercredentials.nmae=x")
                .says("peercredentials.nmae")
                .advises("Update your application's configuration");
    }

    @Test
    void anIllegalArgumentOfTheApplicationIsNotOurs(Warnings warnings) {
        warnings.allow("Application run failed");
        SpringApplication application = with(Broken.class);
        assertThatException()
                .isThrownBy(() -> application.run().close())
                .withRootCauseInstanceOf(IllegalArgumentException.class);
        warnings.allow("Exception encountered during context initialization");
        assertThat(warnings.count("APPLICATION FAILED TO START")).isZero();
    }

    private static SpringApplication with(Class<?> configuration) {
        SpringApplication application = FailedStart.application();
        application.addPrimarySources(List.of(configuration));
        return application;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(OthersProperties.class)
    static class Others {}

    @ConfigurationProperties(prefix = "others", ignoreUnknownFields = false)
    static class OthersProperties {}

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(LookalikeProperties.class)
    static class Lookalike {}

    @ConfigurationProperties(prefix = "peercredentials", ignoreUnknownFields = false)
    static class LookalikeProperties {}

    @Configuration(proxyBeanMethods = false)
    static class Broken {

        @Bean
        Object broken() {
            throw new IllegalArgumentException("not ours");
        }
    }
}
