package io.peercred.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.peercred.observation.ClientObservations;
import io.peercred.observation.PeercredClientObservationConvention;
import io.peercred.observation.PeercredServerObservationConvention;
import io.peercred.observation.ServerObservations;

/**
 * Auto-configuration for observations of calls and of handled requests, where there is an {@link ObservationRegistry},
 * which with Boot's actuator there is. {@code management.observations.enable.peercred=false} turns them off.
 */
@AutoConfiguration(
        after = PeercredAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnBean({ObservationRegistry.class, PeercredSettings.class})
public final class PeercredObservationAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ClientObservations peercredClientObservations(
            ObservationRegistry registry, ObjectProvider<PeercredClientObservationConvention> convention) {
        return new ClientObservations(registry, convention.getIfAvailable());
    }

    @Bean
    @ConditionalOnMissingBean
    ServerObservations peercredServerObservations(
            ObservationRegistry registry, ObjectProvider<PeercredServerObservationConvention> convention) {
        return new ServerObservations(registry, convention.getIfAvailable());
    }
}
