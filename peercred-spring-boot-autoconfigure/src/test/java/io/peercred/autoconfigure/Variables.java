package io.peercred.autoconfigure;

import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Applications that see other environment variables than this process has. */
final class Variables {

    private static final String SOURCE = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    private Variables() {}

    static SpringApplication application(Map<String, String> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(SOURCE, new SystemEnvironmentPropertySource(SOURCE, Map.copyOf(variables)));
        SpringApplication application = FailedStart.application();
        application.setEnvironment(environment);
        return application;
    }
}
