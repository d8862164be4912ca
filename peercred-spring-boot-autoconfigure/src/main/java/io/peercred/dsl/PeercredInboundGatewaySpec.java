package io.peercred.dsl;

import java.time.Duration;

import org.springframework.context.ApplicationContext;
import org.springframework.integration.dsl.MessagingGatewaySpec;
import org.springframework.integration.mapping.InboundMessageMapper;
import org.springframework.integration.mapping.OutboundMessageMapper;

import io.peercred.credentials.Endpoint;
import io.peercred.integration.PeercredInboundGateway;
import io.peercred.integration.ServedEndpoint;

/** The start of a flow: a gateway that serves an endpoint. See {@link Peercred#inboundGateway}. */
public final class PeercredInboundGatewaySpec
        extends MessagingGatewaySpec<PeercredInboundGatewaySpec, PeercredInboundGateway> {

    private final InboundEndpointSpec endpoint;

    PeercredInboundGatewaySpec(String call, Endpoint endpoint, InboundEndpointSpec spec) {
        super(new PeercredInboundGateway(endpoint, context -> served(call, endpoint, spec, context)));
        this.endpoint = spec;
    }

    private static ServedEndpoint served(
            String call, Endpoint endpoint, InboundEndpointSpec spec, ApplicationContext context) {
        String configured = "peercred.inbound." + endpoint.name();
        if (context.containsBean(configured + ".gateway")) {
            throw new IllegalStateException(call + ": " + configured
                    + " is configured by properties and has its gateway. Write IntegrationFlow.from(\"" + configured
                    + "\") for a flow of that one, or give this one another name.");
        }
        return WrittenInJava.checked(call, () -> spec.served(endpoint, EndpointContext.of(context)));
    }

    /** Within which the flow must answer, in milliseconds; the same as {@link InboundEndpointSpec#replyTimeout}. */
    @Override
    public PeercredInboundGatewaySpec replyTimeout(long replyTimeout) {
        this.endpoint.replyTimeout(Duration.ofMillis(replyTimeout));
        return this;
    }

    /** Not supported: {@link InboundEndpointSpec#contentType} and a converter say what payloads are. */
    @Override
    public PeercredInboundGatewaySpec requestMapper(InboundMessageMapper<?> requestMapper) {
        throw notMapped();
    }

    /** Not supported: {@link InboundEndpointSpec#contentType} and a converter say what payloads are. */
    @Override
    public PeercredInboundGatewaySpec replyMapper(OutboundMessageMapper<?> replyMapper) {
        throw notMapped();
    }

    private static UnsupportedOperationException notMapped() {
        return new UnsupportedOperationException("This gateway has no mappers. Write endpoint.contentType(…) or"
                + " endpoint.messageConverter(…), or transform in the flow.");
    }
}
