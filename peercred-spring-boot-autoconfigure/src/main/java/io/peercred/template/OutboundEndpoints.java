package io.peercred.template;

import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.core.DestinationResolutionException;

import io.peercred.observation.ClientCall;
import io.peercred.observation.ClientObservations;
import io.peercred.observation.PeercredClientObservationContext.Operation;

/**
 * The configured outbound endpoints, and those that a path makes. Thread-safe; owns the clients of the configured ones.
 *
 * <p>A path's endpoint lives for one operation: paths are any number, and each kept connection would be one too many.
 */
public final class OutboundEndpoints implements AutoCloseable {

    private final Map<String, OutboundEndpoint> byName;
    private final Function<String, OutboundEndpoint> byPath;

    /**
     * Collects them.
     *
     * @param byName the configured ones
     * @param byPath makes one of a path that begins with {@code /} or {@code @}, or throws
     *     {@link IllegalArgumentException}
     */
    public OutboundEndpoints(Map<String, OutboundEndpoint> byName, Function<String, OutboundEndpoint> byPath) {
        this.byName = Map.copyOf(byName);
        this.byPath = byPath;
    }

    /** The configured ones, by name. */
    public Map<String, OutboundEndpoint> configured() {
        return this.byName;
    }

    /** What is done at an endpoint. */
    interface Work<T extends @Nullable Object> {
        T at(OutboundEndpoint endpoint, ClientCall call);
    }

    /** Does it at the destination, observed; null stands for the only configured endpoint. */
    <T extends @Nullable Object> T with(
            @Nullable String destination, ClientObservations observations, Operation operation, Work<T> work) {
        if (destination != null && isPath(destination)) {
            OutboundEndpoint endpoint = ofPath(destination);
            try (var client = endpoint.client()) {
                return observed(endpoint, observations, operation, work);
            }
        }
        return observed(destination == null ? onlyOne() : named(destination), observations, operation, work);
    }

    private static <T extends @Nullable Object> T observed(
            OutboundEndpoint endpoint, ClientObservations observations, Operation operation, Work<T> work) {
        ClientCall call = observations.start(endpoint.client().endpoint(), operation);
        try {
            return work.at(endpoint, call);
        } catch (RuntimeException | Error ex) {
            call.failed(ex);
            throw ex;
        } finally {
            call.end();
        }
    }

    /** Whether a name is one of them; a path may be. */
    boolean knows(String destination) {
        return isPath(destination) || this.byName.containsKey(destination);
    }

    private static boolean isPath(String destination) {
        return destination.startsWith("/") || destination.startsWith("@");
    }

    private OutboundEndpoint ofPath(String path) {
        try {
            return this.byPath.apply(path);
        } catch (IllegalArgumentException ex) {
            throw new DestinationResolutionException("No destination '" + path + "': " + ex.getMessage(), ex);
        }
    }

    private OutboundEndpoint named(String name) {
        OutboundEndpoint endpoint = this.byName.get(name);
        if (endpoint == null) {
            throw new DestinationResolutionException("No destination '" + name + "': there is no peercred.outbound."
                    + name + ", and a path begins with / or @; configured are " + new TreeSet<>(this.byName.keySet()));
        }
        return endpoint;
    }

    private OutboundEndpoint onlyOne() {
        if (this.byName.size() != 1) {
            throw new DestinationResolutionException("No default destination: that is the only configured outbound "
                    + "endpoint, but configured are " + new TreeSet<>(this.byName.keySet()));
        }
        return this.byName.values().iterator().next();
    }

    @Override
    public void close() {
        this.byName.values().forEach(endpoint -> endpoint.client().close());
    }
}
