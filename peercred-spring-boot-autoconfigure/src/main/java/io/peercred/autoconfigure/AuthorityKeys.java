package io.peercred.autoconfigure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Refuses authorities that Boot's binding would change: it drops what it does not take for a part of a key, and knows of
 * environment variables neither case nor where an underscore is a dot.
 */
final class AuthorityKeys {

    static final String PREFIX = PeercredProperties.PREFIX + ".security.authorities.";

    private static final Pattern KEY =
            Pattern.compile("peercred\\.security\\.authorities\\.([^\\[].*?)(?:\\[[0-9]+])?", Pattern.CASE_INSENSITIVE);

    private static final Pattern VARIABLE = Pattern.compile("PEERCRED_SECURITY_AUTHORITIES_(.+?)(?:_[0-9]+_?)?");

    private AuthorityKeys() {}

    static void requireExact(ConfigurableEnvironment environment) {
        environment.getPropertySources().stream()
                .filter(EnumerablePropertySource.class::isInstance)
                .map(EnumerablePropertySource.class::cast)
                .forEach(source -> Stream.of(source.getPropertyNames())
                        .forEach(
                                source instanceof SystemEnvironmentPropertySource
                                        ? AuthorityKeys::requireSpeltByVariable
                                        : AuthorityKeys::requireKept));
    }

    private static void requireKept(String key) {
        Matcher matcher = KEY.matcher(key);
        if (matcher.matches() && !matcher.group(1).matches("[A-Za-z0-9_.-]+")) {
            String authority = matcher.group(1);
            throw new InvalidPeercredPropertyException(
                    key,
                    "the authority '" + authority + "' would lose characters",
                    "Write it in brackets, such as " + PREFIX + "[" + authority + "]; in YAML with quotes around them,"
                            + " \"[" + authority + "]\".");
        }
    }

    private static void requireSpeltByVariable(String variable) {
        Matcher matcher = VARIABLE.matcher(variable);
        if (matcher.matches() && !matcher.group(1).matches("[A-Z0-9]+")) {
            throw new InvalidPeercredPropertyException(
                    variable,
                    "an environment variable cannot spell this authority",
                    "Variables know only authorities of lower-case letters and digits. Write it into a file, or into"
                            + " SPRING_APPLICATION_JSON.");
        }
    }
}
