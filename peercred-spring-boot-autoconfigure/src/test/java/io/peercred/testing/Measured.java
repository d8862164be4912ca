package io.peercred.testing;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.peercred.autoconfigure.PeercredMetricsAutoConfiguration;
import io.peercred.autoconfigure.PeercredObservationAutoConfiguration;

/** Applications with Boot's metrics, in a registry in memory if they bring none of their own. */
public final class Measured {

    private Measured() {}

    public static ApplicationContextRunner in(ApplicationContextRunner application) {
        return application.withConfiguration(AutoConfigurations.of(
                MetricsAutoConfiguration.class,
                CompositeMeterRegistryAutoConfiguration.class,
                SimpleMetricsExportAutoConfiguration.class,
                ObservationAutoConfiguration.class,
                PeercredObservationAutoConfiguration.class,
                PeercredMetricsAutoConfiguration.class));
    }
}
