package io.peercred.autoconfigure;

import java.util.Map;
import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.StandardEnvironment;

import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

class SystemKeysTests {

    @Test
    void anUnknownSystemPropertyStopsTheStart(Warnings warnings) {
        FailedStart.of(withSystemProperty("peercred.expected-udi", "0"), warnings)
                .says("peercred.expected-udi = 0", "from property source \"systemProperties\"")
                .advises("Instead of 'peercred.expected-udi' write 'peercred.expected-uid'");
    }

    @ParameterizedTest
    @CsvSource({
        "PEERCRED_EXPECTED_UDI, PEERCRED_EXPECTEDUID",
        "PEERCRED_INBOUND_CLOCK_EXPECTEDUDI, PEERCRED_INBOUND_CLOCK_EXPECTEDUID",
        "PEERCRED_INBOUND_CLOCK_FILE_MOD, PEERCRED_INBOUND_CLOCK_FILEMODE",
        "PEERCRED_OUTBOUND_CLOCK_POOL_MAXACTIV, PEERCRED_OUTBOUND_CLOCK_POOL_MAXACTIVE",
    })
    void anUnknownEnvironmentVariableStopsTheStart(String unknown, String known, Warnings warnings) {
        FailedStart.of(Variables.application(Map.of(unknown, "0")), warnings)
                .says(" = 0 (environment variable " + unknown + ")")
                .advises("Instead of '" + unknown + "' write '" + known + "', or remove it.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PEERCRED_HOME",
                "PEERCRED_PORT",
                "PEERCRED_SERVICE_HOST",
                "PEERCRED_INBOUND_SERVICE_HOST",
                "PEERCRED_INBOUND_CLOCK_PORT_80_TCP_ADDR",
                "PEERCRED_EXPECTEDUID",
                "PEERCRED_EXPECTED_UID",
                "PEERCRED_EXPECTEDUID_0",
                "PEERCRED_EXPECTEDUID_0_",
            })
    void othersVariablesAndKnownOnesDoNot(String variable) {
        try (var context = Variables.application(Map.of(variable, "0")).run()) {
            assertThat(context.isRunning()).isTrue();
        }
    }

    private static SpringApplication withSystemProperty(String key, String value) {
        SpringApplication application = FailedStart.application();
        StandardEnvironment environment = new StandardEnvironment();
        Properties properties = new Properties();
        properties.setProperty(key, value);
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
                        new PropertiesPropertySource(
                                StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, properties));
        application.setEnvironment(environment);
        return application;
    }
}
