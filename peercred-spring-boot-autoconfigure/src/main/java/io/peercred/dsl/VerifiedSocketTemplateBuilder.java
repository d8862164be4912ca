package io.peercred.dsl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import org.springframework.context.ApplicationContext;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.observation.ClientObservations;
import io.peercred.template.OutboundEndpoint;
import io.peercred.template.OutboundEndpoints;
import io.peercred.template.VerifiedSocketTemplate;

/**
 * Builds a template over endpoints that are written in Java. Its destinations are their names, and the only one is the
 * default; paths are none. Closing the template, as its context does with a bean, ends its connections. Not thread-safe.
 */
public final class VerifiedSocketTemplateBuilder {

    private final ApplicationContext context;
    private final Map<String, Function<EndpointContext, OutboundEndpoint>> endpoints = new LinkedHashMap<>();

    VerifiedSocketTemplateBuilder(ApplicationContext context) {
        this.context = context;
    }

    /**
     * Adds an endpoint.
     *
     * @param name of the destination, lower-case letters and digits, a letter first
     * @param path where it connects to: an absolute file path, or {@code @name} for the abstract namespace
     * @param endpoint says who is expected, and whatever else shall not be as it is by default
     */
    public VerifiedSocketTemplateBuilder endpoint(String name, String path, Consumer<OutboundEndpointSpec> endpoint) {
        String call = Peercred.call("template(context).endpoint", name);
        OutboundEndpointSpec spec = new OutboundEndpointSpec();
        endpoint.accept(spec);
        return endpoint(call, Peercred.endpoint(call, name, Direction.OUTBOUND, path), spec);
    }

    VerifiedSocketTemplateBuilder endpoint(String call, Endpoint endpoint, OutboundEndpointSpec spec) {
        Object other = this.endpoints.put(
                endpoint.name(), found -> WrittenInJava.checked(call, () -> spec.called(endpoint, found)));
        if (other != null) {
            throw new IllegalArgumentException(call + ": there is one of this name already. Write another name.");
        }
        return this;
    }

    /** Checks the endpoints; none is connected to before it is used. */
    public VerifiedSocketTemplate build() {
        if (this.endpoints.isEmpty()) {
            throw new IllegalStateException("Peercred.template(context): there is no endpoint. Write"
                    + " .endpoint(\"agent\", \"/run/app/agent.sock\", endpoint -> endpoint.expectedUser(\"agent\")).");
        }
        EndpointContext found = EndpointContext.of(this.context);
        Map<String, OutboundEndpoint> byName = new LinkedHashMap<>();
        this.endpoints.forEach((name, endpoint) -> byName.put(name, endpoint.apply(found)));
        OutboundEndpoints endpoints = new OutboundEndpoints(byName, path -> {
            throw new IllegalArgumentException("this template has names only: " + byName.keySet());
        });
        return new VerifiedSocketTemplate(
                endpoints,
                this.context.getBeanProvider(ClientObservations.class).getIfAvailable(() -> ClientObservations.NONE));
    }
}
