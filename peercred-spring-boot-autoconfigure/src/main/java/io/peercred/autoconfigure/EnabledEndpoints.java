package io.peercred.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.env.Environment;

import io.peercred.autoconfigure.PeercredProperties.Inbound;
import io.peercred.autoconfigure.PeercredProperties.Outbound;

/**
 * The endpoints that are enabled, by NAME.
 *
 * @param inbound those that serve
 * @param outbound those that call
 */
record EnabledEndpoints(Map<String, Inbound> inbound, Map<String, Outbound> outbound) {

    /** A NAME that environment variables reach: they know neither dashes nor capitals. */
    private static final String NAME = "[a-z][a-z0-9]*";

    static EnabledEndpoints of(PeercredProperties properties) {
        return new EnabledEndpoints(
                enabled("inbound", properties.getInbound(), Inbound::isEnabled),
                enabled("outbound", properties.getOutbound(), Outbound::isEnabled));
    }

    /** Before there are beans. What is not strict here is strict where the properties become a bean. */
    static EnabledEndpoints of(Environment environment) {
        try {
            return of(Binder.get(environment).bindOrCreate(PeercredProperties.PREFIX, PeercredProperties.class));
        } catch (BindException ex) {
            throw isEndpoint(ex.getName()) ? endpointWithoutName(ex) : ex;
        }
    }

    private static boolean isEndpoint(ConfigurationPropertyName key) {
        return key.getNumberOfElements() == 3
                && key.getParent().toString().matches(PeercredProperties.PREFIX + "\\.(inbound|outbound)");
    }

    /** A value where an endpoint should be, such as {@code peercred.inbound.path=/run/app.sock}. */
    private static InvalidPeercredPropertyException endpointWithoutName(BindException ex) {
        ConfigurationPropertyName key = ex.getName();
        return new InvalidPeercredPropertyException(
                key.toString(),
                "'" + key.getLastElement(Form.ORIGINAL) + "' stands where the NAME of an endpoint should",
                "Give the endpoint a name and write its keys below it, such as '" + key.getParent() + ".NAME.path'.",
                ex);
    }

    private static <T> Map<String, T> enabled(String direction, Map<String, T> endpoints, Predicate<T> isEnabled) {
        Map<String, T> enabled = new LinkedHashMap<>();
        endpoints.forEach((name, endpoint) -> {
            if (!name.matches(NAME)) {
                throw new InvalidPeercredPropertyException(
                        PeercredProperties.PREFIX + "." + direction + "." + name,
                        "'" + name + "' is not a name for an endpoint",
                        "Write lower-case letters and digits, a letter first, such as '" + suggestion(name)
                                + "'; environment variables reach no other.");
            }
            if (isEnabled.test(endpoint)) {
                enabled.put(name, endpoint);
            }
        });
        return enabled;
    }

    private static String suggestion(String name) {
        String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return letters.matches(NAME) ? letters : "agent" + letters;
    }
}
