package io.peercred.autoconfigure;

import org.apache.hc.client5.http.classic.HttpClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Fallback;
import org.springframework.http.client.ClientHttpRequestFactory;

import io.peercred.autoconfigure.PeercredSettings.OutboundTarget;
import io.peercred.connection.Deadlines;
import io.peercred.connection.RejectionReporter;
import io.peercred.http.VerifiedHttpRequestFactory;

/**
 * Auto-configuration for HTTP over verified Unix sockets, where the application has Spring's HTTP clients and Apache
 * HttpClient.
 *
 * <p>That there is an outbound endpoint is no condition: ahead-of-time processing would decide it for good.
 */
@AutoConfiguration(after = PeercredAutoConfiguration.class)
@ConditionalOnClass({ClientHttpRequestFactory.class, HttpClient.class})
@ConditionalOnBean(PeercredSettings.class)
public final class PeercredHttpAutoConfiguration {

    /** Gives way to the application's own, where it asks for just any {@link ClientHttpRequestFactory}. */
    @Bean
    @Fallback
    @ConditionalOnMissingBean
    VerifiedHttpRequestFactory peercredHttpRequestFactory(
            PeercredSettings settings, Deadlines deadlines, RejectionReporter reporter) {
        return new VerifiedHttpRequestFactory(
                settings.outbound().values().stream()
                        .map(OutboundTarget::settings)
                        .toList(),
                deadlines,
                reporter);
    }
}
