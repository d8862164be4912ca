package io.peercred.dsl;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.IntegrationFlowBuilder;

/** Applications of flows without Boot's auto-configuration. */
final class Flows {

    private Flows() {}

    /** One that is not started yet. */
    static AnnotationConfigApplicationContext application() {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.register(Application.class);
        return context;
    }

    /** One with this flow, under the name {@code flow}. */
    static AnnotationConfigApplicationContext with(IntegrationFlow flow) {
        AnnotationConfigApplicationContext context = application();
        context.registerBean("flow", IntegrationFlow.class, () -> flow);
        return context;
    }

    static AnnotationConfigApplicationContext started(IntegrationFlow flow) {
        AnnotationConfigApplicationContext context = with(flow);
        boolean started = false;
        try {
            context.refresh();
            started = true;
            return context;
        } finally {
            if (!started) {
                context.close();
            }
        }
    }

    /** Answers with what it was asked, after the endpoint's name. */
    static IntegrationFlow echo(PeercredInboundGatewaySpec gateway) {
        return answering(IntegrationFlow.from(gateway));
    }

    static IntegrationFlow answering(IntegrationFlowBuilder start) {
        return start.<String>handle((payload, headers) -> headers.get("peercred_endpoint") + " heard " + payload)
                .get();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    static class Application {}
}
