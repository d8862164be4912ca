package io.peercred.activation;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.peercred.template.VerifiedSocketTemplate;

/** Threads that call an {@link ActivatedApplication} at {@code clock} again and again, and keep account of it. */
final class Callers implements AutoCloseable {

    /** Who may answer. */
    final Set<Long> children = ConcurrentHashMap.newKeySet();

    /** Answers to another call, or of nobody who may answer. */
    final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

    /** Of calls without an answer. */
    final ConcurrentLinkedQueue<RuntimeException> failures = new ConcurrentLinkedQueue<>();

    private final VerifiedSocketTemplate template;
    private final int threads;
    private final int calls;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final ExecutorService executor;

    Callers(VerifiedSocketTemplate template, int threads, int calls) {
        this.template = template;
        this.threads = threads;
        this.calls = calls;
        this.executor = Executors.newFixedThreadPool(threads);
    }

    /** Begins; done when all have been made. */
    CompletableFuture<Void> start() {
        return CompletableFuture.allOf(IntStream.range(0, this.threads)
                .mapToObj(n -> CompletableFuture.runAsync(this::call, this.executor))
                .toArray(CompletableFuture[]::new));
    }

    private void call() {
        for (int n = this.begun.incrementAndGet(); n <= this.calls; n = this.begun.incrementAndGet()) {
            try {
                judge("call " + n, this.template.convertSendAndReceive("clock", "call " + n, String.class));
            } catch (RuntimeException ex) {
                this.failures.add(ex);
            }
        }
    }

    private void judge(String question, String answer) {
        if (this.children.stream().anyMatch(child -> answer.equals(question + " clock " + child))) {
            this.answered.incrementAndGet();
        } else {
            this.wrong.add(answer);
        }
    }

    int begun() {
        return this.begun.get();
    }

    int answered() {
        return this.answered.get();
    }

    @Override
    public void close() {
        this.executor.shutdownNow();
    }
}
