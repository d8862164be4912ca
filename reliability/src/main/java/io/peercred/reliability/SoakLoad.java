package io.peercred.reliability;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.peercred.template.OutboundEndpoint;
import io.peercred.template.VerifiedSocketTemplate;

/**
 * Callers of all kinds, each by a thread, and one thread that only connects. Every call must have its reply: the first
 * failure ends the load.
 */
final class SoakLoad implements AutoCloseable {

    private static final int SMALL = 4 << 10;
    private static final int LARGE = (256 << 10) + 1;

    private final ClientApplication client;
    private final SoakChurn churn;
    /** Held by who works, and by all of it who looks. Fair, so that who looks has his turn. */
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock(true);

    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final List<Caller> callers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** Some work, of which nothing goes on when it returns, and how long to wait before the next. */
    private interface Turn {
        void run() throws Exception;
    }

    SoakLoad(ClientApplication client, SoakEndpoints endpoints) {
        this.client = client;
        VerifiedSocketTemplate template = client.template();
        this.churn = new SoakChurn(template, endpoints);
        caller(octets(template, "target"), SMALL, 1, 0);
        caller(octets(template, "target"), SMALL, 1, 0);
        caller(octets(template, "target"), LARGE, 1, 0);
        caller(octets(template, "single"), SMALL, 1, 0);
        caller(octets(template, "fleeting"), SMALL, 100, 120);
        // Far from the idle-timeout either way: a request that crosses the end of its connection has no answer.
        for (int i = 0; i < 4; i++) {
            caller(octets(template, "brief"), SMALL, 50, 1500);
        }
        caller(text(template, "lines"), SMALL, 1, 0);
        caller(text(template, "strings"), LARGE, 1, 0);
        thread(this.churn::turn, 0);
    }

    private static UnaryOperator<byte[]> octets(VerifiedSocketTemplate template, String endpoint) {
        return request -> template.convertSendAndReceive(endpoint, request, byte[].class);
    }

    private static UnaryOperator<byte[]> text(VerifiedSocketTemplate template, String endpoint) {
        return request -> Base64.getDecoder()
                .decode(template.convertSendAndReceive(
                        endpoint, Base64.getEncoder().encodeToString(request), String.class));
    }

    private void caller(UnaryOperator<byte[]> exchange, int maximumSize, int calls, long pauseMillis) {
        Caller caller = new Caller(exchange, maximumSize);
        this.callers.add(caller);
        thread(
                () -> {
                    for (int i = 0; i < calls; i++) {
                        caller.call();
                    }
                },
                pauseMillis);
    }

    private void thread(Turn turn, long pauseMillis) {
        this.threads.add(new Thread(() -> work(turn, pauseMillis), "soak"));
    }

    SoakLoad start() {
        this.threads.forEach(Thread::start);
        return this;
    }

    private void work(Turn turn, long pauseMillis) {
        try {
            while (!this.stop.await(pauseMillis, TimeUnit.MILLISECONDS)) {
                this.gate.readLock().lock();
                try {
                    turn.run();
                } finally {
                    this.gate.readLock().unlock();
                }
            }
        } catch (Throwable ex) {
            this.failure.compareAndSet(null, ex);
            this.stop.countDown();
        }
    }

    /** Waits; throws at once when something has failed. */
    void goOn(long millis) throws InterruptedException, SoakFailure {
        boolean stopped = this.stop.await(millis, TimeUnit.MILLISECONDS);
        Throwable cause = this.failure.get();
        if (cause != null) {
            throw new SoakFailure("a call failed: " + cause, cause);
        }
        if (stopped) {
            throw new IllegalStateException("closed");
        }
    }

    /** Looks while everything rests, between two calls of each. */
    <T> T whilePaused(Callable<T> look) throws Exception {
        this.gate.writeLock().lock();
        try {
            return look.call();
        } finally {
            this.gate.writeLock().unlock();
        }
    }

    long called() {
        return this.callers.stream().mapToLong(Caller::called).sum();
    }

    long answered() {
        return this.callers.stream().mapToLong(Caller::answered).sum();
    }

    /** Connections that were made, refused ones included. */
    long connections() {
        return this.churn.connections()
                + this.client.endpoints().configured().values().stream()
                        .map(OutboundEndpoint::client)
                        .mapToLong(each ->
                                each.counters().opened() + each.counters().rejected())
                        .sum();
    }

    SoakChurn churn() {
        return this.churn;
    }

    @Override
    public void close() throws Exception {
        this.stop.countDown();
        for (Thread thread : this.threads) {
            thread.join(TimeUnit.MINUTES.toMillis(1));
            if (thread.isAlive()) {
                throw new SoakFailure("a call does not end", null);
            }
        }
        this.churn.close();
    }
}
