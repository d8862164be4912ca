package io.peercred.autoconfigure;

import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says which key below {@code peercred} is unknown, where it stands, and which one is meant. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownKeyFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of(PeercredProperties.PREFIX);

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
        if (!cause.getUnboundProperties().stream().allMatch(property -> ROOT.isAncestorOf(property.getName()))) {
            return null;
        }
        String unknown = cause.getUnboundProperties().stream()
                .map(UnknownKeyFailureAnalyzer::describe)
                .collect(Collectors.joining("\n    ", "    ", ""));
        String action = cause.getUnboundProperties().stream()
                .map(UnknownKeyFailureAnalyzer::advise)
                .collect(Collectors.joining("\n"));
        return new FailureAnalysis("There are unknown keys below 'peercred':\n\n" + unknown, action, cause);
    }

    private static String advise(ConfigurationProperty property) {
        String nearest = KnownKeys.nearest(property.getName().toString());
        return property.getOrigin() instanceof SystemKeys.Variable variable
                ? "Instead of '" + variable.name() + "' write '" + SystemKeys.variable(nearest) + "', or remove it."
                : "Instead of '" + property.getName() + "' write '" + nearest + "', or remove it.";
    }

    private static String describe(ConfigurationProperty property) {
        return property.getName() + " = " + property.getValue()
                + (property.getOrigin() == null ? "" : " (" + Objects.toString(property.getOrigin()) + ")");
    }
}
