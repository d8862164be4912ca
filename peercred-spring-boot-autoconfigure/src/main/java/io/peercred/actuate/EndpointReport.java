package io.peercred.actuate;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

import io.peercred.actuate.EndpointDescriptor.ConnectionsDescriptor;
import io.peercred.connection.ConnectionStatus;
import io.peercred.connection.InboundCounters;
import io.peercred.connection.OutboundClient;
import io.peercred.connection.OutboundCounters;
import io.peercred.credentials.PeerPolicy;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.integration.PeercredInboundGateway;

/** Describes endpoints, for one answer. */
final class EndpointReport {

    static final int MAX_CONNECTIONS = 100;

    private final TimelyNames.Query names;

    EndpointReport(TimelyNames.Query names) {
        this.names = names;
    }

    EndpointDescriptor of(PeercredInboundGateway gateway) {
        String obstacle = gateway.obstacle();
        InboundCounters counters = gateway.counters();
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("accepted", counters.accepted());
        counts.put("refused", counters.rejected());
        counts.put("overLimit", counters.overLimit());
        counts.put("requests", counters.requests());
        counts.put("badFrames", counters.badFrames());
        counts.put("timeouts", counters.timeouts());
        counts.put("handlerFailures", counters.handlerFailures());
        counts.put("denied", counters.denied());
        counts.put("acceptFailures", counters.acceptFailures());
        return new EndpointDescriptor(
                gateway.endpoint().name(),
                "inbound",
                gateway.endpoint().path(),
                expects(
                        "inbound " + gateway.endpoint().name(),
                        gateway::expects,
                        gateway.settings().verification().policy()),
                obstacle == null ? "listening" : "unreachable",
                obstacle,
                counts,
                byReason(counters::rejected),
                null,
                connections(gateway.connections(), gateway.openConnections()),
                null);
    }

    EndpointDescriptor of(OutboundClient client) {
        OutboundCounters counters = client.counters();
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("opened", counters.opened());
        counts.put("closed", counters.closed());
        counts.put("refused", counters.rejected());
        return new EndpointDescriptor(
                client.endpoint().name(),
                "outbound",
                client.endpoint().path(),
                expects(
                        "outbound " + client.endpoint().name(),
                        client::expects,
                        client.settings().verification().policy()),
                null,
                null,
                counts,
                byReason(counters::rejected),
                client.pool(),
                connections(client.connections(), 0),
                null);
    }

    /** By numbers where the names cannot be had in time. */
    private String expects(String key, Supplier<String> words, PeerPolicy policy) {
        String inWords = this.names.once(key, words::get);
        return inWords != null ? inWords : "uids " + policy.uids() + ", gids " + policy.gids();
    }

    private static Map<String, Long> byReason(ToLongFunction<Reason> count) {
        Map<String, Long> counts = new TreeMap<>();
        for (Reason each : Reason.values()) {
            long refused = count.applyAsLong(each);
            if (refused > 0) {
                counts.put(each.name(), refused);
            }
        }
        return counts;
    }

    /**
     * Describes open connections.
     *
     * @param slots how many are taken; more than are described while some are still being judged
     */
    private ConnectionsDescriptor connections(List<ConnectionStatus> open, int slots) {
        return new ConnectionsDescriptor(
                Math.max(open.size(), slots),
                open.stream()
                        .sorted(Comparator.comparing(ConnectionStatus::since).thenComparing(ConnectionStatus::id))
                        .limit(MAX_CONNECTIONS)
                        .map(this::connection)
                        .toList());
    }

    private ConnectionDescriptor connection(ConnectionStatus status) {
        return new ConnectionDescriptor(
                status.id(),
                PeerDescriptor.of(status.peer(), this.names),
                status.since(),
                status.exchanges(),
                status.bytesReceived(),
                status.bytesSent());
    }
}
