package io.peercred.metrics;

import java.util.Collection;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.peercred.connection.OutboundClient;

/**
 * Meters of outbound endpoints: how their pools are used and who was turned away. Thread-safe; takes its meters along when
 * it is closed.
 */
public final class OutboundMetrics implements MeterBinder, AutoCloseable {

    private final List<OutboundClient> clients;
    private final EndpointMeters meters = new EndpointMeters();

    public OutboundMetrics(Collection<OutboundClient> clients) {
        this.clients = List.copyOf(clients);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        this.clients.forEach(client -> bind(registry, client));
    }

    private void bind(MeterRegistry registry, OutboundClient client) {
        this.meters
                .of(registry, client.endpoint().name(), client)
                .gauge(
                        "peercred.client.connections.active",
                        BaseUnits.CONNECTIONS,
                        "Connections in use",
                        each -> each.pool().active())
                .gauge(
                        "peercred.client.connections.idle",
                        BaseUnits.CONNECTIONS,
                        "Connections kept for the next exchange",
                        each -> each.pool().idle())
                .gauge(
                        "peercred.client.connections.pending",
                        BaseUnits.THREADS,
                        "Threads that wait for a connection to become free",
                        each -> each.pool().waiting())
                .gauge(
                        "peercred.client.connections.max",
                        BaseUnits.CONNECTIONS,
                        "Connections that may be in use or idle (pool.max-active)",
                        each -> each.pool().max())
                .counter(
                        "peercred.client.connections.opened",
                        BaseUnits.CONNECTIONS,
                        "Connections that were opened and whose peer was accepted",
                        each -> each.counters().opened())
                .counter(
                        "peercred.client.connections.closed",
                        BaseUnits.CONNECTIONS,
                        "Connections that were closed again, by either side",
                        each -> each.counters().closed())
                .refusals(
                        "peercred.client.connections.rejected",
                        "Connections whose peer was rejected",
                        (each, reason) -> each.counters().rejected(reason));
    }

    @Override
    public void close() {
        this.meters.close();
    }
}
