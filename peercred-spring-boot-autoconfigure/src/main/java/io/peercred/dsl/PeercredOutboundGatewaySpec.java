package io.peercred.dsl;

import org.springframework.context.ApplicationContext;
import org.springframework.integration.dsl.MessageHandlerSpec;

import io.peercred.credentials.Endpoint;
import io.peercred.integration.PeercredOutboundGateway;
import io.peercred.template.VerifiedSocketOperations;
import io.peercred.template.VerifiedSocketTemplate;

/** A step of a flow: a gateway that calls an endpoint. See {@link Peercred#outboundGateway}. */
public final class PeercredOutboundGatewaySpec
        extends MessageHandlerSpec<PeercredOutboundGatewaySpec, PeercredOutboundGateway> {

    PeercredOutboundGatewaySpec(VerifiedSocketOperations operations, String destination) {
        this.target = new PeercredOutboundGateway(operations, destination);
    }

    PeercredOutboundGatewaySpec(String call, String destination) {
        this.target = new PeercredOutboundGateway(context -> found(call, destination, context), false, destination);
    }

    PeercredOutboundGatewaySpec(String call, Endpoint endpoint, OutboundEndpointSpec spec) {
        this.target = new PeercredOutboundGateway(
                context -> new VerifiedSocketTemplateBuilder(context)
                        .endpoint(call, endpoint, spec)
                        .build(),
                true,
                endpoint.name());
    }

    private static VerifiedSocketOperations found(String call, String destination, ApplicationContext context) {
        VerifiedSocketOperations operations =
                context.getBeanProvider(VerifiedSocketOperations.class).getIfUnique();
        if (operations == null) {
            throw new IllegalStateException(call
                    + ": there is no VerifiedSocketOperations bean, or more than one. Declare one by"
                    + " Peercred.template(context).endpoint(\"" + destination
                    + "\", …).build(), or write path and policy here: Peercred.outboundGateway(\"" + destination
                    + "\", \"/run/app/app.sock\", endpoint -> endpoint.expectedUid(\"self\")).");
        }
        if (operations instanceof VerifiedSocketTemplate template && !template.knows(destination)) {
            throw new IllegalStateException(call + ": the template knows no endpoint '" + destination
                    + "'. Write peercred.outbound." + destination + ".path, or path and policy here.");
        }
        return operations;
    }
}
