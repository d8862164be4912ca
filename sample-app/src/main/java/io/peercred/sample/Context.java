package io.peercred.sample;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Opens the application context of a mode. */
final class Context {

    private Context() {}

    /** One that logs what an operator wants to know. */
    static ConfigurableApplicationContext talkative(Map<String, Object> defaults, String... args) {
        return open(
                defaults,
                Map.of("logging.level.root", "warn", "logging.level.io.peercred", "info"),
                context -> {},
                args);
    }

    /** One that says nothing but why it cannot start, which Boot analyses. */
    static ConfigurableApplicationContext quiet(Map<String, Object> defaults, String... args) {
        return quiet(defaults, context -> {}, args);
    }

    /** The same, prepared before there are beans. */
    static ConfigurableApplicationContext quiet(
            Map<String, Object> defaults,
            ApplicationContextInitializer<ConfigurableApplicationContext> initializer,
            String... args) {
        return open(
                defaults,
                Map.of("logging.level.root", "off", "logging.level.org.springframework.boot", "error"),
                initializer,
                args);
    }

    /** Defaults, so that arguments override them. */
    private static ConfigurableApplicationContext open(
            Map<String, Object> defaults,
            Map<String, Object> levels,
            ApplicationContextInitializer<ConfigurableApplicationContext> initializer,
            String... args) {
        Map<String, Object> properties = new LinkedHashMap<>(levels);
        properties.putAll(defaults);
        SpringApplication application = new SpringApplication(SampleApplication.class);
        application.setDefaultProperties(properties);
        application.addInitializers(initializer);
        try {
            return application.run(args);
        } catch (AbandonedRunException ex) {
            throw ex; // Ahead-of-time processing has seen enough.
        } catch (RuntimeException ex) {
            throw new ExitException(Exit.CONFIGURATION, null, ex); // Boot has said why.
        }
    }
}
