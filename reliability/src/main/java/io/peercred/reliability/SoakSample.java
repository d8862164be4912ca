package io.peercred.reliability;

import java.io.IOException;

/**
 * What was done so far, and what both processes occupy.
 *
 * @param server what it occupies
 * @param serverHeapKib of objects, after a garbage collection
 * @param client what this process occupies
 * @param clientHeapKib of objects, after a garbage collection
 */
record SoakSample(
        long exchanges,
        long connections,
        ProcessStatus server,
        long serverHeapKib,
        ProcessStatus client,
        long clientHeapKib) {

    static SoakSample of(SoakLoad load, ServerProcess server, ServerProcess.Report report) throws IOException {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long heap = (runtime.totalMemory() - runtime.freeMemory()) >> 10;
        return new SoakSample(
                load.answered(),
                load.connections(),
                ProcessStatus.of(server.pid()),
                report.heapKib(),
                ProcessStatus.ofThis(),
                heap);
    }

    @Override
    public String toString() {
        return this.exchanges + " exchanges, " + this.connections + " connections; server " + words(this.server)
                + ", heap " + this.serverHeapKib + " KiB; client " + words(this.client) + ", heap " + this.clientHeapKib
                + " KiB";
    }

    private static String words(ProcessStatus status) {
        return status.descriptors() + " descriptors, " + status.threads() + " threads, " + status.rssKib() + " KiB";
    }
}
