package io.peercred.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ByteArrayResource;

import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** The keys below peercred.security.authorities, which are what Spring Security is to see. */
class AuthorityPropertyTests {

    private static final String PREFIX = "peercred.security.authorities";

    @Test
    void anAuthorityIsWhatIsWritten() {
        String[] keys = {
            ".backup",
            ".ROLE_OPS",
            ".opsAdmin",
            ".ops-admin",
            ".file.read",
            "[backup:run]",
            ".[scope/ops]",
            "[two words]"
        };
        String[] arguments = Stream.of(keys)
                .map(key -> "--" + PREFIX + key + "=user:root,gid:7")
                .toArray(String[]::new);
        try (var context = FailedStart.application().run(arguments)) {
            assertThat(context.getBean(PeercredProperties.class).getSecurity().getAuthorities())
                    .containsOnlyKeys(
                            "backup",
                            "ROLE_OPS",
                            "opsAdmin",
                            "ops-admin",
                            "file.read",
                            "backup:run",
                            "scope/ops",
                            "two words");
        }
    }

    @Test
    void inYamlBracketsTakeQuotes() {
        String document = """
                peercred:
                  security:
                    authorities:
                      ROLE_OPS: [ user:root, gid:7 ]
                      "[backup:run]":
                        - uid:3000000000
                      backup: uid:self
                """;
        var application = FailedStart.application();
        application.addInitializers(context -> {
            try {
                new YamlPropertySourceLoader()
                        .load("yaml", new ByteArrayResource(document.getBytes(StandardCharsets.UTF_8)))
                        .forEach(context.getEnvironment().getPropertySources()::addLast);
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        });
        try (var context = application.run()) {
            assertThat(context.getBean(PeercredProperties.class).getSecurity().getAuthorities())
                    .containsOnlyKeys("ROLE_OPS", "backup:run", "backup")
                    .hasEntrySatisfying("ROLE_OPS", words -> assertThat(words).containsExactly("user:root", "gid:7"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup:run", "scope/ops[0]"})
    void anAuthorityThatWouldLoseCharactersSaysWhereToPutBrackets(String key, Warnings warnings) {
        String authority = key.replace("[0]", "");
        FailedStart.with(warnings, PREFIX + "." + key + "=user:root")
                .says(PREFIX + "." + key + ": the authority '" + authority + "' would lose characters")
                .advises(PREFIX + ".[" + authority + "]", "\"[" + authority + "]\"");
    }

    @Test
    void aVariableSpellsLowerCaseOnly(Warnings warnings) {
        try (var context = Variables.application(Map.of("PEERCRED_SECURITY_AUTHORITIES_BACKUP", "user:root,gid:7"))
                .run()) {
            assertThat(context.getBean(PeercredProperties.class).getSecurity().getAuthorities())
                    .containsOnlyKeys("backup");
        }
        FailedStart.of(Variables.application(Map.of("PEERCRED_SECURITY_AUTHORITIES_ROLE_OPS", "user:root")), warnings)
                .says("PEERCRED_SECURITY_AUTHORITIES_ROLE_OPS: an environment variable cannot spell this authority")
                .advises("SPRING_APPLICATION_JSON");
    }

    @Test
    void anEmptyListSaysWhatToWrite(Warnings warnings) {
        FailedStart.with(warnings, PREFIX + ".backup=")
                .says(PREFIX + ".backup: is set but empty, so that nobody has this authority")
                .advises(PREFIX + ".backup=user:backup,gid:100", "or remove the key");
    }

    @Test
    void aWordThatIsNobodySaysWhatToWrite(Warnings warnings) {
        FailedStart.with(warnings, PREFIX + ".backup=user:root,user:nosuchuser")
                .says(PREFIX + ".backup: the system knows no user 'nosuchuser'")
                .advises("getent passwd");
    }

    @Test
    void anUnknownKeyBesideThemStopsTheStart(Warnings warnings) {
        FailedStart.with(warnings, "peercred.security.authorites.backup=user:root")
                .says("peercred.security.authorites.backup")
                .advises("write '" + PREFIX + "'");
    }
}
