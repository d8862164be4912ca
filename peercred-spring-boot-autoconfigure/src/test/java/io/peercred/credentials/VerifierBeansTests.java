package io.peercred.credentials;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

class VerifierBeansTests {

    private final DefaultListableBeanFactory parent = new DefaultListableBeanFactory();
    private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory(this.parent);

    @Order(1)
    static final class First implements PeerCredentialVerifier {
        @Override
        public void verify(PeerCredentials peer, Endpoint endpoint) {
            // Accepts.
        }
    }

    @Order(2)
    static final class Second implements PeerCredentialVerifier {
        @Override
        public void verify(PeerCredentials peer, Endpoint endpoint) {
            // Accepts.
        }
    }

    VerifierBeansTests() {
        this.beans.setDependencyComparator(AnnotationAwareOrderComparator.INSTANCE);
    }

    @Test
    void areAskedInTheirOrderAndKeepTheirNames() {
        this.beans.registerBeanDefinition("a", new RootBeanDefinition(Second.class));
        this.beans.registerBeanDefinition("z", new RootBeanDefinition(First.class));
        Map<String, PeerCredentialVerifier> found = VerifierBeans.in(this.beans);
        assertThat(found.keySet()).containsExactly("z", "a");
        assertThat(found.get("z")).isInstanceOf(First.class);
        assertThat(found.get("a")).isInstanceOf(Second.class);
    }

    @Test
    void ofTheParentAndThoseThatNobodyIsGivenMustAcceptAsWell() {
        this.parent.registerBeanDefinition("above", new RootBeanDefinition(Second.class));
        RootBeanDefinition hidden = new RootBeanDefinition(First.class);
        hidden.setAutowireCandidate(false);
        this.beans.registerBeanDefinition("hidden", hidden);
        assertThat(VerifierBeans.in(this.beans).keySet()).containsExactlyInAnyOrder("above", "hidden");
    }

    /** Of which everybody who asks has another. */
    @Test
    void aPrototypeMustAcceptAsWell() {
        RootBeanDefinition prototype = new RootBeanDefinition(First.class);
        prototype.setScope(RootBeanDefinition.SCOPE_PROTOTYPE);
        this.beans.registerBeanDefinition("prototype", prototype);
        assertThat(VerifierBeans.in(this.beans).keySet()).containsExactly("prototype");
    }
}
