package io.peercred.autoconfigure;

import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

import io.peercred.audit.PeerAuditListener;

/**
 * Auto-configuration for audit events of peers, where the application keeps audit events at all. As Boot's own,
 * {@code management.auditevents.enabled=false} turns them off.
 */
@AutoConfiguration(after = PeercredAutoConfiguration.class)
@ConditionalOnClass(AuditEventRepository.class)
@ConditionalOnBean({PeercredSettings.class, AuditEventRepository.class})
@ConditionalOnBooleanProperty(name = "management.auditevents.enabled", matchIfMissing = true)
public final class PeercredAuditAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    PeerAuditListener peercredAuditListener(ApplicationEventPublisher publisher) {
        return new PeerAuditListener(publisher);
    }

    @Bean
    @ConditionalOnBooleanProperty("peercred.audit.connections")
    PeercredInboundGatewayCustomizer peercredAuditCustomizer(PeerAuditListener audit) {
        return (name, gateway) -> gateway.addConnectionListener(audit::connected);
    }
}
