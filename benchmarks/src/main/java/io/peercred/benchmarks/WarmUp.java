package io.peercred.benchmarks;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Has code compiled before JMH's own warm-up: several clients at once bring it there sooner than one that waits for each
 * answer. They use a server of their own, which is gone before anything is measured.
 */
final class WarmUp {

    static final String PROPERTY = "benchmarks.warm-up-seconds";

    private static final int SECONDS = Integer.getInteger(PROPERTY, 0);
    private static final int CLIENTS = 4;

    private WarmUp() {}

    static void run(String transport, byte[] payload) throws Exception {
        if (SECONDS == 0) {
            return;
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (Scratch scratch = Scratch.create();
                Transport server = Transports.start(transport, scratch.directory())) {
            Callable<Long> work = () -> exchangeUntil(end, server, payload);
            for (Future<Long> client : threads.invokeAll(Collections.nCopies(CLIENTS, work))) {
                client.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static long exchangeUntil(long end, Transport server, byte[] payload) throws Exception {
        long count = 0;
        try (Transport.Client client = server.client()) {
            while (System.nanoTime() < end) {
                count += client.exchange(payload).length;
            }
        }
        return count;
    }
}
