package io.peercred.reliability;

import java.io.IOException;

/**
 * What server and client occupy at a moment at which nothing happens.
 *
 * @param connections that the server has open
 */
record Occupied(ProcessStatus server, ProcessStatus client, long heapKib, long connections) {

    private static final long PATIENCE_NANOS = 40_000_000_000L;
    private static final long PAUSE_MILLIS = 500;

    /** The virtual machine starts some of its own as it likes, such as compilers. */
    private static final int THREADS_OF_JAVA = 6;

    private static final long GROWTH_KIB = 32 * 1024;
    private static final long MOST_KIB = 512 * 1024;

    static Occupied by(ServerProcess server) throws IOException {
        ServerProcess.Report report = server.report();
        return new Occupied(
                ProcessStatus.of(server.pid()),
                ofThis(),
                report.heapKib(),
                EndpointCounts.sum(report.endpoints(), EndpointCounts::open));
    }

    /** Java keeps a thread a minute for each process that it has started. */
    private static ProcessStatus ofThis() throws IOException {
        ProcessStatus status = ProcessStatus.ofThis();
        long reapers = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("process reaper"))
                .count();
        return new ProcessStatus(status.descriptors(), status.threads() - reapers, status.rssKib());
    }

    /** Waits until no more is left than before, or for so long that it is a leak. */
    static Occupied after(ServerProcess server, Occupied before) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        Occupied now = by(server);
        while (!now.isWithin(before) && System.nanoTime() < end) {
            Thread.sleep(PAUSE_MILLIS);
            now = by(server);
        }
        return now;
    }

    private boolean isWithin(Occupied before) {
        return this.connections <= before.connections
                && isWithin(this.server, before.server)
                && isWithin(this.client, before.client);
    }

    private static boolean isWithin(ProcessStatus now, ProcessStatus before) {
        return now.descriptors() <= before.descriptors() && now.threads() <= before.threads() + THREADS_OF_JAVA;
    }

    void report(Figures figures, Occupied before) throws IOException {
        figures.none("connections left over", Math.max(0, this.connections - before.connections));
        report(figures, "server", this.server, before.server);
        report(figures, "client", this.client, before.client);
        figures.atMost("growth of the server's heap", this.heapKib - before.heapKib, "KiB", GROWTH_KIB);
        figures.atMost("resident memory of the server", this.server.rssKib(), "KiB", MOST_KIB);
    }

    private static void report(Figures figures, String who, ProcessStatus now, ProcessStatus before)
            throws IOException {
        figures.none("descriptors left over, " + who, Math.max(0, now.descriptors() - before.descriptors()));
        figures.atMost("threads more, " + who, now.threads() - before.threads(), "", THREADS_OF_JAVA);
    }
}
