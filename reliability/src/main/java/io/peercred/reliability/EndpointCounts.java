package io.peercred.reliability;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import io.peercred.connection.InboundCounters;
import io.peercred.integration.PeercredInboundGateway;

/**
 * What the product has counted at an inbound endpoint.
 *
 * @param open connections, now
 */
record EndpointCounts(
        long open,
        long accepted,
        long rejected,
        long overLimit,
        long requests,
        long badFrames,
        long timeouts,
        long handlerFailures,
        long acceptFailures) {

    private static EndpointCounts of(PeercredInboundGateway gateway) {
        InboundCounters counters = gateway.counters();
        return new EndpointCounts(
                gateway.openConnections(),
                counters.accepted(),
                counters.rejected(),
                counters.overLimit(),
                counters.requests(),
                counters.badFrames(),
                counters.timeouts(),
                counters.handlerFailures(),
                counters.acceptFailures());
    }

    /** In words for {@link #read}. */
    static String write(Collection<PeercredInboundGateway> gateways) {
        return gateways.stream()
                .map(each -> each.endpoint().name() + "=" + of(each).numbers())
                .collect(Collectors.joining(" "));
    }

    static Map<String, EndpointCounts> read(List<String> words) {
        return words.stream()
                .map(word -> word.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> of(pair[1])));
    }

    private String numbers() {
        return LongStream.of(
                        this.open,
                        this.accepted,
                        this.rejected,
                        this.overLimit,
                        this.requests,
                        this.badFrames,
                        this.timeouts,
                        this.handlerFailures,
                        this.acceptFailures)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(","));
    }

    private static EndpointCounts of(String numbers) {
        long[] n = Arrays.stream(numbers.split(",")).mapToLong(Long::parseLong).toArray();
        return new EndpointCounts(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8]);
    }

    /** Of all endpoints together. */
    static long sum(Map<String, EndpointCounts> endpoints, ToLongFunction<EndpointCounts> count) {
        return endpoints.values().stream().mapToLong(count).sum();
    }
}
