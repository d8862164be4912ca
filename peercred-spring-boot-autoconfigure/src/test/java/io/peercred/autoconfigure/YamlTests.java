package io.peercred.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ByteArrayResource;

import io.peercred.connection.InboundSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** Properties as they come out of a YAML document, which has ideas of its own about numbers. */
class YamlTests {

    @Test
    void aQuotedModeAndLargeUidsAndAQuotedAbstractNameAreWhatTheySay() {
        String document = """
                peercred:
                  expected-uid: [ 3000000000, self ]
                  inbound:
                    clock:
                      path: "@peercred-yaml-clock"
                      auto-startup: false
                    log:
                      path: /run/log
                      file-mode: "0660"
                      auto-startup: false
                      expected-user:
                        - root
                """;
        Contexts.with().withInitializer(context -> add(context, document)).run(context -> {
            InboundSettings clock = Contexts.inbound(context, "clock");
            assertThat(Contexts.bind(clock).address().isAbstract()).isTrue();
            assertThat(clock.verification().policy().uids()).contains(3000000000L);
            InboundSettings log = Contexts.inbound(context, "log");
            assertThat(Contexts.bind(log).file().mode()).isEqualTo(0660);
            assertThat(log.verification().policy().uids()).containsExactly(0L);
        });
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {"rw-rw----, 0660", "rwxr-xr-x, 0755", "\"0600\", 0600", "'0666', 0666", "---------, 0"})
    void modesInWordsAndQuotedOnesAreWhatTheySay(String mode, String octal) {
        Contexts.with()
                .withInitializer(context -> add(context, clock("file-mode: " + mode)))
                .run(context -> assertThat(Contexts.bind(Contexts.inbound(context, "clock"))
                                .file()
                                .mode())
                        .isEqualTo(Integer.parseInt(octal, 8)));
    }

    @ParameterizedTest
    @CsvSource({"0660, 432", "0600, 384", "0666, 438", "660, 660", "0o660, 0o660"})
    void aModeWithoutQuotesSaysQuoteIt(String mode, String bound, Warnings warnings) {
        fails(clock("file-mode: " + mode), warnings)
                .says("peercred.inbound.clock.file-mode: '" + bound + "' is not a file mode")
                .advises("Quote it in YAML");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "''", "[]", "[ '' ]", "' '", "~", "[ self, '' ]", "${UNSET:}"})
    void whatIsPresentButEmptyIsNoPolicy(String value, Warnings warnings) {
        fails(clock("expected-uid: " + value), warnings)
                .says("peercred.inbound.clock.expected-uid: is set but empty")
                .advises("or remove the key");
    }

    @Test
    void anUnknownKeySaysInWhichLineItStands(Warnings warnings) {
        fails(clock("expected-udi: 7"), warnings)
                .says("peercred.inbound.clock.expected-udi = 7", "a document", " - 6:")
                .advises("peercred.inbound.clock.expected-uid");
    }

    /** An endpoint with one more line, the sixth. */
    private static String clock(String line) {
        return """
                peercred:
                  expected-user: root
                  inbound:
                    clock:
                      path: /run/clock
                      %s
                      auto-startup: false
                """.formatted(line);
    }

    private static FailedStart fails(String document, Warnings warnings) {
        SpringApplication application = FailedStart.application();
        application.addInitializers(context -> add(context, document));
        return FailedStart.of(application, warnings);
    }

    private static void add(ConfigurableApplicationContext context, String document) {
        ByteArrayResource resource = new ByteArrayResource(document.getBytes(StandardCharsets.UTF_8), "a document");
        try {
            new YamlPropertySourceLoader()
                    .load("yaml", resource)
                    .forEach(context.getEnvironment().getPropertySources()::addLast);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
