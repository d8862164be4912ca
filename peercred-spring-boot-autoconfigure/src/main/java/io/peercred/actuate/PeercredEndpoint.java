package io.peercred.actuate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

import io.peercred.connection.OutboundClient;
import io.peercred.explain.Explainer;
import io.peercred.explain.Explanation;
import io.peercred.explain.Subject;
import io.peercred.integration.PeercredInboundGateway;

/**
 * The actuator endpoint {@code peercred}: what endpoints do, who is connected, who was refused, and whether a user would
 * reach one.
 */
@Endpoint(id = "peercred")
public final class PeercredEndpoint implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 1000;

    private final Supplier<Stream<PeercredInboundGateway>> inbound;
    private final Supplier<Stream<OutboundClient>> outbound;
    private final RefusalLog refusals;
    private final TimelyNames names = new TimelyNames(PATIENCE_MILLIS);

    /**
     * Creates the endpoint.
     *
     * @param inbound asked each time: flows may be registered while the application runs
     * @param outbound likewise
     */
    public PeercredEndpoint(
            Supplier<Stream<PeercredInboundGateway>> inbound,
            Supplier<Stream<OutboundClient>> outbound,
            RefusalLog refusals) {
        this.inbound = inbound;
        this.outbound = outbound;
        this.refusals = refusals;
    }

    private List<PeercredInboundGateway> inbound() {
        return this.inbound
                .get()
                .sorted(Comparator.comparing(gateway -> gateway.endpoint().name()))
                .toList();
    }

    private List<OutboundClient> outbound() {
        return this.outbound
                .get()
                .sorted(Comparator.comparing(client -> client.endpoint().name()))
                .toList();
    }

    /** All of them. */
    @ReadOperation
    public PeercredDescriptor endpoints() {
        TimelyNames.Query query = this.names.query();
        EndpointReport report = new EndpointReport(query);
        List<EndpointDescriptor> endpoints = new ArrayList<>();
        inbound().forEach(gateway -> endpoints.add(report.of(gateway)));
        outbound().forEach(client -> endpoints.add(report.of(client)));
        return new PeercredDescriptor(endpoints, this.refusals.describe(query));
    }

    /**
     * One of them; null if there is none of this direction and name.
     *
     * @param direction {@code inbound} or {@code outbound}
     * @param uid to have it explained whether this user reaches it
     * @param gid that user's groups, the primary one first; by default those that a login of it would have
     */
    @ReadOperation
    public @Nullable EndpointDescriptor endpoint(
            @Selector String direction, @Selector String name, @Nullable Long uid, long @Nullable [] gid) {
        Subject subject = subject(uid, gid);
        EndpointReport report = new EndpointReport(this.names.query());
        if (direction.equals("inbound")) {
            for (PeercredInboundGateway each : inbound()) {
                if (each.endpoint().name().equals(name)) {
                    return explained(report.of(each), subject == null ? null : Explainer.inbound(each, subject));
                }
            }
        } else if (direction.equals("outbound")) {
            for (OutboundClient each : outbound()) {
                if (each.endpoint().name().equals(name)) {
                    return explained(report.of(each), subject == null ? null : Explainer.outbound(each, subject));
                }
            }
        }
        return null;
    }

    private static EndpointDescriptor explained(EndpointDescriptor endpoint, @Nullable Explanation explanation) {
        return explanation == null ? endpoint : endpoint.with(ExplanationDescriptor.of(explanation));
    }

    private static @Nullable Subject subject(@Nullable Long uid, long @Nullable [] gid) {
        if (uid == null) {
            if (gid != null) {
                throw invalid("gid goes with uid: whose groups are they?");
            }
            return null;
        }
        try {
            return Subject.of(
                    uid, gid == null ? List.of() : Arrays.stream(gid).boxed().toList());
        } catch (IllegalArgumentException ex) {
            throw invalid(String.valueOf(ex.getMessage()));
        }
    }

    private static InvalidEndpointRequestException invalid(String reason) {
        return new InvalidEndpointRequestException(reason, reason);
    }

    /** Closes a connection of whatever endpoint, also in the middle of an exchange, which fails then. */
    @DeleteOperation
    public ClosedDescriptor closeConnection(@Selector String id) {
        boolean closed = inbound().stream().anyMatch(gateway -> gateway.closeConnection(id))
                || outbound().stream().anyMatch(client -> client.closeConnection(id));
        return new ClosedDescriptor(id, closed);
    }

    @Override
    public void close() {
        this.names.close();
    }
}
