package io.peercred.metrics;

import java.util.function.Supplier;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.peercred.integration.PeercredInboundGateway;

/**
 * Meters of inbound endpoints: who is connected, who was turned away, what went wrong. They read what an endpoint counts
 * anyway, which goes on when it is stopped and started. Thread-safe; takes its meters along when it is closed.
 */
public final class InboundMetrics implements MeterBinder, AutoCloseable {

    private final Supplier<Stream<PeercredInboundGateway>> gateways;
    private final EndpointMeters meters = new EndpointMeters();

    /**
     * Creates them.
     *
     * @param gateways asked when the meters are bound
     */
    public InboundMetrics(Supplier<Stream<PeercredInboundGateway>> gateways) {
        this.gateways = gateways;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        this.gateways.get().forEach(gateway -> bind(registry, gateway));
    }

    private void bind(MeterRegistry registry, PeercredInboundGateway gateway) {
        this.meters
                .of(registry, gateway.endpoint().name(), gateway)
                .gauge(
                        "peercred.server.connections.open",
                        BaseUnits.CONNECTIONS,
                        "Connections that are being served",
                        PeercredInboundGateway::openConnections)
                .counter(
                        "peercred.server.connections.accepted",
                        BaseUnits.CONNECTIONS,
                        "Connections whose peer was accepted",
                        each -> each.counters().accepted())
                .refusals(
                        "peercred.server.connections.rejected",
                        "Connections whose peer, or the writer of a message, was rejected",
                        (each, reason) -> each.counters().rejected(reason))
                .counter(
                        "peercred.server.connections.over.limit",
                        BaseUnits.CONNECTIONS,
                        "Connections closed at once because of max-connections or max-connections-per-uid",
                        each -> each.counters().overLimit())
                .counter(
                        "peercred.server.bad.frames",
                        null,
                        "Connections ended by a frame that was too long, cut short or malformed",
                        each -> each.counters().badFrames())
                .counter(
                        "peercred.server.timeouts",
                        null,
                        "Connections ended by read-timeout, write-timeout or idle-timeout",
                        each -> each.counters().timeouts())
                .counter(
                        "peercred.server.handler.failures",
                        null,
                        "Requests that the application failed to answer",
                        each -> each.counters().handlerFailures())
                .counter(
                        "peercred.server.denials",
                        null,
                        "Requests that the application denied to their peer",
                        each -> each.counters().denied())
                .counter(
                        "peercred.server.accept.failures",
                        null,
                        "Failures of accept(2), such as at the limit of descriptors",
                        each -> each.counters().acceptFailures());
    }

    @Override
    public void close() {
        this.meters.close();
    }
}
