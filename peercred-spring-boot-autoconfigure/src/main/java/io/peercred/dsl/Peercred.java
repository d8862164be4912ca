package io.peercred.dsl;

import java.util.function.Consumer;

import org.springframework.context.ApplicationContext;

import io.peercred.connection.EndpointValues;
import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.template.VerifiedSocketOperations;

/**
 * Gateways for flows that are written in Java:
 * <pre class="code">
 * IntegrationFlow.from(Peercred.inboundGateway("ticker", "/run/app/ticker.sock", endpoint -> endpoint.expectedUser("backup")))
 *         .handle(Peercred.outboundGateway("clock"))
 *         .get();
 * </pre>
 *
 * <p>An endpoint that is written here goes by what is written here and by nothing under {@code peercred.*}; it needs a
 * policy, and every {@link io.peercred.credentials.PeerCredentialVerifier} bean of the application context must accept
 * besides. A flow of an inbound endpoint that is configured by properties starts at its request channel:
 * {@code IntegrationFlow.from("peercred.inbound.NAME")}.
 */
public final class Peercred {

    private static final String NAME = "[a-z][a-z0-9]*";

    private Peercred() {}

    /**
     * A gateway that serves an endpoint of its own.
     *
     * @param name of the endpoint, lower-case letters and digits, a letter first: in headers, logs and names of threads
     * @param path where it listens: an absolute file path, or {@code @name} for the abstract namespace
     * @param endpoint says who is expected, and whatever else shall not be as it is by default
     */
    public static PeercredInboundGatewaySpec inboundGateway(
            String name, String path, Consumer<InboundEndpointSpec> endpoint) {
        String call = call("inboundGateway", name);
        InboundEndpointSpec spec = new InboundEndpointSpec();
        return new PeercredInboundGatewaySpec(
                call, endpoint(call, name, Direction.INBOUND, path), customized(spec, endpoint));
    }

    /**
     * A gateway that calls an endpoint of the context's {@link VerifiedSocketOperations}: one that is configured by
     * properties, or one of a {@link #template(ApplicationContext) template} that the application built.
     *
     * @param destination an outbound endpoint's NAME, or, where the template has defaults for those, a path
     */
    public static PeercredOutboundGatewaySpec outboundGateway(String destination) {
        return new PeercredOutboundGatewaySpec(call("outboundGateway", destination), destination);
    }

    /** A gateway that calls an endpoint of these operations. */
    public static PeercredOutboundGatewaySpec outboundGateway(VerifiedSocketOperations operations, String destination) {
        return new PeercredOutboundGatewaySpec(operations, destination);
    }

    /**
     * A gateway that calls an endpoint of its own, whose connections end with it.
     *
     * @param name of the endpoint, lower-case letters and digits, a letter first: for messages and verifiers
     * @param path where it connects to: an absolute file path, or {@code @name} for the abstract namespace
     * @param endpoint says who is expected, and whatever else shall not be as it is by default
     */
    public static PeercredOutboundGatewaySpec outboundGateway(
            String name, String path, Consumer<OutboundEndpointSpec> endpoint) {
        String call = call("outboundGateway", name);
        OutboundEndpointSpec spec = new OutboundEndpointSpec();
        return new PeercredOutboundGatewaySpec(
                call, endpoint(call, name, Direction.OUTBOUND, path), customized(spec, endpoint));
    }

    /** Builds a template for an application without Boot's auto-configuration. */
    public static VerifiedSocketTemplateBuilder template(ApplicationContext context) {
        return new VerifiedSocketTemplateBuilder(context);
    }

    private static <S> S customized(S spec, Consumer<S> customizer) {
        customizer.accept(spec);
        return spec;
    }

    static Endpoint endpoint(String call, String name, Direction direction, String path) {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(call + ": '" + name
                    + "' is not a name for an endpoint. Write lower-case letters and digits, a letter first; the path"
                    + " comes second.");
        }
        return new Endpoint(name, direction, WrittenInJava.checked(call, () -> EndpointValues.address("path", path)
                .path()));
    }

    static String call(String method, String name) {
        return "Peercred." + method + "(\"" + name + "\", …)";
    }
}
