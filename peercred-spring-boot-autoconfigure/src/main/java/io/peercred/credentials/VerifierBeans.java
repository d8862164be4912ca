package io.peercred.credentials;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;

/** Finds the verifiers of an application context, each of which must accept whoever is at an endpoint's other end. */
public final class VerifierBeans {

    private VerifierBeans() {}

    /** All of them, the parent contexts' as well, by bean name and in their order. */
    public static Map<String, PeerCredentialVerifier> in(ListableBeanFactory beans) {
        Map<String, PeerCredentialVerifier> byName =
                BeanFactoryUtils.beansOfTypeIncludingAncestors(beans, PeerCredentialVerifier.class);
        Map<String, PeerCredentialVerifier> ordered = new LinkedHashMap<>();
        beans.getBeanProvider(PeerCredentialVerifier.class)
                .orderedStream()
                .forEach(verifier -> byName.forEach((name, bean) -> {
                    if (bean == verifier) {
                        ordered.put(name, bean);
                    }
                }));
        // Whatever the order left out (a bean that is no autowire candidate) must accept as well.
        byName.forEach(ordered::putIfAbsent);
        return ordered;
    }
}
