package io.peercred.autoconfigure;

import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

import io.peercred.platform.NativeSupport;
import io.peercred.platform.UserNamespace;
import io.peercred.security.IdAuthorities;
import io.peercred.security.PeerAuthoritiesMapper;
import io.peercred.security.PeerSecurityContext;

/**
 * Auto-configuration for Spring Security: the peer of a request is the authentication while it is handled.
 * {@code peercred.security.enabled=false} turns it off.
 */
@AutoConfiguration(after = PeercredAutoConfiguration.class)
@ConditionalOnClass(SecurityContextHolderStrategy.class)
@ConditionalOnBean(PeercredSettings.class)
@ConditionalOnBooleanProperty(name = "peercred.security.enabled", matchIfMissing = true)
public final class PeercredSecurityAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    PeerAuthoritiesMapper peercredAuthoritiesMapper(
            PeercredProperties properties, ConfigurableEnvironment environment) {
        Map<String, List<String>> authorities = properties.getSecurity().getAuthorities();
        if (authorities == null || !NativeSupport.isSupportedSystem()) { // Where nobody is served.
            return (peer, endpoint) -> List.of();
        }
        AuthorityKeys.requireExact(environment);
        return InvalidPeercredPropertyException.ofSettings(
                () -> IdAuthorities.of(AuthorityKeys.PREFIX, authorities, UserNamespace.current()));
    }

    /** Around whatever the application's own customizers put around handlers. */
    @Bean
    @Order(0)
    PeercredInboundGatewayCustomizer peercredSecurityCustomizer(
            PeerAuthoritiesMapper authorities, ObjectProvider<SecurityContextHolderStrategy> strategy) {
        PeerSecurityContext context = InvalidPeercredPropertyException.ofSettings(() -> new PeerSecurityContext(
                authorities, strategy.getIfUnique(SecurityContextHolder::getContextHolderStrategy)));
        return (name, gateway) -> gateway.decorateHandler(context::around);
    }
}
