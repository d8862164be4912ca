package io.peercred.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.env.Environment;

import io.peercred.autoconfigure.PeercredProperties.Inbound;
import io.peercred.autoconfigure.PeercredProperties.Outbound;

/**
 * The endpoints that are enabled, by NAME, with the little that must be known of them before there are beans.
 *
 * @param inbound those that serve
 * @param outbound those that call
 */
record EnabledEndpoints(Map<String, Endpoint> inbound, Map<String, Endpoint> outbound) {

    /** A NAME that environment variables reach: they know neither dashes nor capitals. */
    private static final String NAME = "[a-z][a-z0-9]*";

    /**
     * An endpoint.
     *
     * @param enabled whether there is one
     * @param requestChannel null for the one of its name
     */
    record Endpoint(
            @DefaultValue("true") boolean enabled, @Nullable String requestChannel) {}

    /** What is not strict here, nor looked at, is where the properties become a bean. */
    static EnabledEndpoints of(Environment environment) {
        Binder binder = Binder.get(environment);
        return new EnabledEndpoints(bound("inbound", binder), bound("outbound", binder));
    }

    private static Map<String, Endpoint> bound(String direction, Binder binder) {
        try {
            Map<String, Endpoint> endpoints = binder.bind(
                            PeercredProperties.PREFIX + "." + direction, Bindable.mapOf(String.class, Endpoint.class))
                    .orElse(Map.of());
            return enabled(direction, endpoints, Endpoint::enabled);
        } catch (BindException ex) {
            throw isEndpoint(ex.getName()) ? endpointWithoutName(ex) : ex;
        }
    }

    static Map<String, Inbound> inbound(PeercredProperties properties) {
        return enabled("inbound", properties.getInbound(), Inbound::isEnabled);
    }

    static Map<String, Outbound> outbound(PeercredProperties properties) {
        return enabled("outbound", properties.getOutbound(), Outbound::isEnabled);
    }

    boolean isEmpty() {
        return this.inbound.isEmpty() && this.outbound.isEmpty();
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
