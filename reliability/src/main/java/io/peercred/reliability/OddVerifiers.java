package io.peercred.reliability;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.peercred.connection.PeerClosedException;
import io.peercred.credentials.PeerRejectedException;

/** Verifiers that are slow or throw, at our server or our client, while others are served at once. */
final class OddVerifiers implements Fault {

    private static final int CALLERS = 2;
    private static final int ODD = 6;

    private final boolean atTheServer;

    OddVerifiers(boolean atTheServer) {
        this.atTheServer = atTheServer;
    }

    @Override
    public String name() {
        return "slow and throwing verifiers at our " + (this.atTheServer ? "server" : "client");
    }

    @Override
    public void run(Scene scene, Tally tally, long end) throws Exception {
        String path = "--peercred.outbound.odd.path=" + (this.atTheServer ? scene.oddSocket() : scene.socket());
        ExecutorService executor = Executors.newFixedThreadPool(ODD);
        try (CallingThreads callers = scene.callers(scene.client(), CALLERS, tally.others());
                ClientApplication client = new ClientApplication(
                        this.atTheServer ? Accepting.class : WithWhims.class,
                        scene.socket(),
                        path,
                        "--peercred.outbound.odd.pool.max-idle=0",
                        "--peercred.outbound.odd.connect-timeout=1s",
                        "--peercred.outbound.odd.reply-timeout=" + Scene.REPLY_TIMEOUT.toMillis() + "ms")) {
            // A client's own verifier is waited for: only it knows how long it takes.
            Duration deadline = this.atTheServer
                    ? Scene.REPLY_TIMEOUT
                    : Duration.ofNanos(Whims.SLOWER).plus(Scene.STEP);
            OneCall call = new OneCall(client, "odd", tally, clear(), deadline);
            List<Future<?>> loops = new ArrayList<>();
            for (int i = 0; i < ODD; i++) {
                loops.add(executor.submit((Callable<Object>) () -> {
                    do {
                        call.fails(FaultyApplication.CLOCK);
                        tally.round();
                    } while (System.nanoTime() - end < 0);
                    return null;
                }));
            }
            for (Future<?> each : loops) {
                each.get();
            }
            callers.awaitService(System.nanoTime());
        } finally {
            executor.shutdownNow();
        }
    }

    private ClearErrors clear() {
        return this.atTheServer
                ? ClearErrors.of(PeerClosedException.class, SocketTimeoutException.class)
                : ClearErrors.of(PeerRejectedException.class, SocketTimeoutException.class);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Accepting {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithWhims {

        @Bean
        Whims whims() {
            return new Whims();
        }
    }
}
