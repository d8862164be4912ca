package io.peercred.reliability;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.HdrHistogram.Histogram;

/** The client that must not notice: callers of all kinds, none of whose calls may fail, in phases. */
final class AllowedCallers implements AutoCloseable {

    private static final String FRESH = "--peercred.outbound.target.pool.max-idle=0";

    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, CallerThreads> phase = new LinkedHashMap<>();
    private final List<CallerThreads> ended = new ArrayList<>();

    private record Group(ClientApplication client, int callers) {}

    AllowedCallers(AttackedServer server) {
        add("connections kept", server.target(), 3);
        add("a connection each call", server.target(), 3, FRESH);
        add("beside one who makes the handler fail", server.telling(), 1);
        add("judged by message", server.judging(), 1, FRESH);
    }

    private void add(String name, Path socket, int callers, String... properties) {
        this.groups.put(name, new Group(new ClientApplication(socket, properties), callers));
    }

    /** Begins a phase. */
    void start() {
        this.groups.forEach((name, group) ->
                this.phase.put(name, new CallerThreads(group.client().template(), group.callers())));
    }

    void check() {
        this.phase.values().forEach(CallerThreads::check);
    }

    /** Ends the phase; returns the latencies of the calls in it, by kind of caller. */
    Map<String, Histogram> stop() throws InterruptedException {
        Map<String, Histogram> latencies = new LinkedHashMap<>();
        for (Map.Entry<String, CallerThreads> each : this.phase.entrySet()) {
            each.getValue().stop();
            latencies.put(each.getKey(), each.getValue().latencies());
        }
        this.ended.addAll(this.phase.values());
        this.phase.clear();
        return latencies;
    }

    /** Of ended phases. */
    long called() {
        return this.ended.stream().mapToLong(CallerThreads::called).sum();
    }

    /** Of ended phases. */
    long answered() {
        return this.ended.stream().mapToLong(CallerThreads::answered).sum();
    }

    @Override
    public void close() {
        this.groups.values().forEach(group -> group.client().close());
    }
}
