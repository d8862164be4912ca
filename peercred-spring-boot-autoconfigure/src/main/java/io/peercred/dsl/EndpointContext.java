package io.peercred.dsl;

import java.util.Map;
import java.util.function.Supplier;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import io.peercred.connection.Deadlines;
import io.peercred.connection.FrameCodec;
import io.peercred.connection.RejectionReporter;
import io.peercred.credentials.PeerCredentialVerifier;
import io.peercred.credentials.VerifierBeans;
import io.peercred.platform.NativeSupport;

/**
 * What an endpoint takes from the application context. Who watches the deadlines and who tells of refusals is one for all
 * endpoints of a context: what Boot's auto-configuration made, else what the first endpoint brings. Both end with the
 * context, after those that use them.
 */
final class EndpointContext {

    private final ApplicationContext context;
    private final ConfigurableListableBeanFactory beans;
    private final Map<String, PeerCredentialVerifier> verifiers;

    private EndpointContext(ApplicationContext context, ConfigurableListableBeanFactory beans) {
        this.context = context;
        this.beans = beans;
        this.verifiers = VerifierBeans.in(beans);
    }

    static EndpointContext of(ApplicationContext context) {
        NativeSupport.require();
        return new EndpointContext(context, ((ConfigurableApplicationContext) context).getBeanFactory());
    }

    ConfigurableListableBeanFactory beans() {
        return this.beans;
    }

    /** Every verifier bean, by name, in the order in which they are asked. */
    Map<String, PeerCredentialVerifier> verifiers() {
        return this.verifiers;
    }

    Map<String, FrameCodec> codecs() {
        return BeanFactoryUtils.beansOfTypeIncludingAncestors(this.beans, FrameCodec.class);
    }

    Deadlines deadlines() {
        return shared("peercredDeadlines", Deadlines.class, Deadlines::new);
    }

    RejectionReporter reporter() {
        return shared("peercredRejectionReporter", RejectionReporter.class, () -> new RejectionReporter(this.context));
    }

    private <T extends AutoCloseable> T shared(String name, Class<T> type, Supplier<T> otherwise) {
        synchronized (this.beans) {
            T bean = this.beans.getBeanProvider(type).getIfAvailable();
            if (bean == null) {
                bean = otherwise.get();
                this.beans.registerSingleton(name, bean);
                ((DefaultListableBeanFactory) this.beans).registerDisposableBean(name, bean::close);
            }
            return bean;
        }
    }
}
