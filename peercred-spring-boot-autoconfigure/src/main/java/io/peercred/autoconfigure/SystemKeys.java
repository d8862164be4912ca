package io.peercred.autoconfigure;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Refuses unknown keys of system properties and environment variables, which Boot's strict binding lets pass: an
 * {@code expected-udi} would silently leave an endpoint with the broader default.
 */
final class SystemKeys {

    /** The variables that can only be meant for us; PEERCRED_HOME and the like may be anybody's. */
    private static final Pattern OURS =
            Pattern.compile("PEERCRED_(?:(?:INBOUND|OUTBOUND)_([A-Z0-9]+)_.+|EXPECTED.*)", Pattern.CASE_INSENSITIVE);

    /** What Kubernetes makes of a service's name. */
    private static final Pattern SERVICE_LINK = Pattern.compile(".*_(SERVICE_HOST|(SERVICE_)?PORT(_.*)?)");

    private static final Pattern INDEX = Pattern.compile("_[0-9]+_?$");

    private SystemKeys() {}

    /** Where a key comes from: an environment variable. */
    record Variable(String name) implements Origin {

        @Override
        public String toString() {
            return "environment variable " + this.name;
        }
    }

    static void requireKnown(ConfigurableEnvironment environment) {
        Binder.get(environment, new NoUnboundElementsBindHandler(BindHandler.DEFAULT, SystemKeys::isSystemProperties))
                .bindOrCreate(PeercredProperties.PREFIX, PeercredProperties.class);
        Set<ConfigurationProperty> unknown = new TreeSet<>();
        environment.getPropertySources().stream()
                .filter(SystemEnvironmentPropertySource.class::isInstance)
                .map(SystemEnvironmentPropertySource.class::cast)
                .forEach(source -> Stream.of(source.getPropertyNames())
                        .filter(SystemKeys::isUnknown)
                        .forEach(name -> unknown.add(property(name, String.valueOf(source.getProperty(name))))));
        if (!unknown.isEmpty()) {
            throw new UnboundConfigurationPropertiesException(unknown);
        }
    }

    private static boolean isSystemProperties(ConfigurationPropertySource source) {
        return source.getUnderlyingSource() instanceof PropertySource<?> properties
                && properties.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
    }

    private static boolean isUnknown(String variable) {
        Matcher ours = OURS.matcher(variable);
        if (!ours.matches() || SERVICE_LINK.matcher(variable).matches()) {
            return false;
        }
        String name = ours.group(1) == null ? "NAME" : ours.group(1).toLowerCase(Locale.ROOT);
        String scalar = INDEX.matcher(variable).replaceFirst("").toUpperCase(Locale.ROOT);
        return KnownKeys.all(name).stream()
                .noneMatch(key -> variable(key).equals(scalar)
                        || variable(key.replace('-', '.')).equals(scalar));
    }

    /** The environment variable of a key. */
    static String variable(String key) {
        return key.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static ConfigurationProperty property(String variable, String value) {
        String key = variable.toLowerCase(Locale.ROOT).replace('_', '.');
        return new ConfigurationProperty(ConfigurationPropertyName.of(key), value, new Variable(variable));
    }
}
