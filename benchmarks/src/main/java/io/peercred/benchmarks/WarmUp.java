package io.peercred.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Exchanges until the compilers rest, before JMH's own warm-up: what that takes differs by far between the transports.
 * Several clients bring it about sooner than one that waits for each answer. Their server is gone before anything is
 * measured.
 */
final class WarmUp {

    static final String PROPERTY = "benchmarks.warm-up-seconds";

    /** At most; twice as many for gRPC. */
    private static final int SECONDS = Integer.getInteger(PROPERTY, 0);

    private static final int CLIENTS = 4;
    private static final int QUIET_MILLIS = 800;

    private WarmUp() {}

    static void run(String transport, byte[] payload) throws Exception {
        if (SECONDS == 0) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1);
        Turn.take(Turn.WARM_UP);
        try (Scratch scratch = Scratch.create();
                Transport server = Transports.start(transport, scratch.directory())) {
            AtomicBoolean ended = new AtomicBoolean();
            threads.execute(() -> {
                awaitQuietCompilers(transport);
                ended.set(true);
            });
            Callable<Long> work = () -> exchangeUntil(ended, server, payload);
            for (Future<Long> client : threads.invokeAll(Collections.nCopies(CLIENTS, work))) {
                client.get();
            }
        } finally {
            Turn.give();
            threads.shutdownNow();
        }
    }

    /** Returns when as long as {@link #QUIET_MILLIS} next to nothing was compiled; gRPC has the most to compile. */
    private static void awaitQuietCompilers(String transport) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(transport.equals("grpc") ? 2 * SECONDS : SECONDS);
        long before;
        long now = compilerMillis();
        do {
            try {
                TimeUnit.MILLISECONDS.sleep(QUIET_MILLIS);
            } catch (InterruptedException ex) {
                return; // A client has failed.
            }
            before = now;
            now = compilerMillis();
        } while (now - before > QUIET_MILLIS / 10 && System.nanoTime() < end);
    }

    private static long compilerMillis() {
        return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
    }

    private static long exchangeUntil(AtomicBoolean ended, Transport server, byte[] payload) throws Exception {
        long count = 0;
        try (Transport.Client client = server.client()) {
            while (!ended.get()) {
                count += client.exchange(payload).length;
            }
        }
        return count;
    }
}
