package io.peercred.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.AbstractMessageConverter;
import org.springframework.util.MimeTypeUtils;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import io.peercred.autoconfigure.RequestChannelTests.Activator;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

class PayloadTests {

    @TempDir
    Path directory;

    private ApplicationContextRunner runner() {
        Path socket = this.directory.resolve("clock.sock");
        return Contexts.with(
                        "peercred.expected-uid=self",
                        "peercred.inbound.clock.path=" + socket,
                        "peercred.outbound.clock.path=" + socket)
                .withUserConfiguration(Activator.class);
    }

    @Test
    void textNeedsNoJackson() {
        runner().withClassLoader(new FilteredClassLoader("tools.jackson"))
                .run(context -> assertThat(context.getBean(VerifiedSocketTemplate.class)
                                .convertSendAndReceive("clock", "utc", String.class))
                        .isEqualTo("activator: utc"));
    }

    @Test
    void jsonWithoutJacksonSaysWhichDependencyToAdd(Warnings warnings) {
        warnings.allow("Exception encountered during context initialization");
        runner().withClassLoader(new FilteredClassLoader("tools.jackson"))
                .withPropertyValues("peercred.outbound.clock.content-type=application/json")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(InvalidPeercredPropertyException.class, ex -> {
                            assertThat(ex.property()).isEqualTo("peercred.outbound.clock.content-type");
                            assertThat(ex.action()).contains("spring-boot-starter-jackson");
                        }));
    }

    @Test
    void jsonOnAClassPathWithoutJacksonSaysWhichDependencyToAdd() {
        ChildApplication.without(
                        "jackson",
                        "peercred.expected-uid=self",
                        "peercred.content-type=application/json",
                        "peercred.outbound.clock.path=/run/clock")
                .says("peercred.content-type: JSON takes Jackson 3")
                .advises("spring-boot-starter-jackson");
    }

    @Test
    void jsonIsWrittenByTheApplicationsMapper() {
        runner().withPropertyValues("peercred.outbound.clock.content-type=application/json")
                .withBean(JsonMapper.class, () -> JsonMapper.builder()
                        .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                        .build())
                .run(context -> assertThat(context.getBean(VerifiedSocketTemplate.class)
                                .convertSendAndReceive("clock", new Zone("utc"), String.class))
                        .isEqualTo("activator: {\"Name\":\"utc\"}"));
    }

    @Test
    void otherPayloadsAreTheApplicationsConvertersToTurnIntoBytes() {
        runner().withBean(PeercredMessageConverter.class, () -> new PeercredMessageConverter(new UpperCase()))
                .run(context -> assertThat(context.getBean(VerifiedSocketTemplate.class)
                                .convertSendAndReceive("clock", new Zone("utc"), String.class))
                        .isEqualTo("activator: UTC"));
    }

    record Zone(String name) {}

    static class UpperCase extends AbstractMessageConverter {

        UpperCase() {
            super(MimeTypeUtils.TEXT_PLAIN);
        }

        @Override
        protected boolean supports(Class<?> type) {
            return type == Zone.class;
        }

        @Override
        protected Object convertToInternal(Object payload, MessageHeaders headers, Object hint) {
            return ((Zone) payload).name().toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
        }
    }
}
