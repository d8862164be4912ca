package io.peercred.connection;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.platform.FileStatus;
import io.peercred.platform.UnixSockets;

/**
 * Listens at an endpoint and serves whom its policy accepts. Listens from construction; stops once.
 *
 * <p>One thread accepts, judges by the numbers and keeps the caps; a refusal costs it a few system calls and no other
 * thread. Each accepted connection has a platform thread: virtual ones starve in junixsocket's calls.
 */
public final class InboundServer {

    private static final Log logger = LogFactory.getLog(InboundServer.class);

    private static final long PAUSE_MILLIS = 50;
    private static final long LAST_RESORT_NANOS = TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);

    private final InboundSettings settings;
    private final RequestHandler handler;
    private final InboundCounters counters;
    private final RejectionReporter reporter;
    private final ServerConnectionFactory factory;
    private final ConnectionSlots slots;
    private final Listener listener;
    private final ExecutorService executor;
    private final Set<InboundWorker> workers = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stopping = new CountDownLatch(1);
    /** The accepting thread and the workers. */
    private final AtomicInteger running = new AtomicInteger(1);

    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    private InboundServer(
            InboundSettings settings,
            RequestHandler handler,
            Deadlines deadlines,
            RejectionReporter reporter,
            InboundCounters counters,
            Listener listener) {
        this.settings = settings;
        this.handler = handler;
        this.counters = counters;
        this.reporter = reporter;
        this.factory = new ServerConnectionFactory(settings.verification(), deadlines);
        this.slots = new ConnectionSlots(settings.maxConnections(), settings.maxConnectionsPerUid());
        this.listener = listener;
        String prefix = "peercred-" + settings.endpoint().name() + "-";
        AtomicInteger count = new AtomicInteger();
        // The slots bound it: no task is submitted without one.
        this.executor = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> new Thread(task, prefix + count.incrementAndGet()));
    }

    /** Binds, listens and serves. */
    public static InboundServer start(
            InboundSettings settings,
            RequestHandler handler,
            Deadlines deadlines,
            RejectionReporter reporter,
            InboundCounters counters)
            throws SocketBindException {
        ServingClasses.load();
        Listener listener = SocketBinder.bind(settings);
        InboundServer server = new InboundServer(settings, handler, deadlines, reporter, counters, listener);
        boolean started = false;
        try {
            new Thread(server::acceptAll, "peercred-" + settings.endpoint().name() + "-accept").start();
            started = true;
        } finally {
            if (!started) { // No thread to be had: nothing must look as if it listened.
                server.stop();
                server.closeListener();
            }
        }
        return server;
    }

    /** The socket's file as it was bound, or null in the abstract namespace. */
    public @Nullable FileStatus file() {
        return this.listener.file();
    }

    private void acceptAll() {
        try {
            while (this.stopping.getCount() > 0) {
                try {
                    acceptOne();
                } catch (RuntimeException | Error ex) {
                    // Not even its report was possible. What asks for no memory is all there is left to do.
                    LockSupport.parkNanos(LAST_RESORT_NANOS);
                }
            }
        } finally {
            closeListener();
            ended();
        }
    }

    private void acceptOne() {
        try {
            admit(this.listener.accept());
        } catch (IOException | RuntimeException | Error ex) {
            if (this.stopping.getCount() == 0) {
                return;
            }
            this.counters.acceptFailures.increment();
            // At the limit of descriptors even the class of an exception may fail to load.
            if (ex instanceof IOException || ex instanceof OutOfMemoryError || ex instanceof LinkageError) {
                logger.debug("Could not accept at " + this.settings.endpoint() + "; trying again", ex);
            } else {
                logger.error("Could not serve a connection to " + this.settings.endpoint(), ex);
            }
            pause();
        }
    }

    /** Out of descriptors or memory: connections wait in the backlog, and so do we. */
    private void pause() {
        try {
            if (this.stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                logger.debug("Stopping at " + this.settings.endpoint());
            }
        } catch (InterruptedException ex) {
            // Nobody ends this thread by interrupting it: stop() does.
            logger.debug("Interrupted while accepting at " + this.settings.endpoint());
        }
    }

    private void admit(int fd) throws IOException {
        boolean handedOver = false;
        try {
            PeerCredentials peer = this.factory.identify(fd);
            InboundWorker worker =
                    new InboundWorker(this.settings, this.factory, this.handler, this.counters, this.reporter);
            if (!this.slots.acquire(peer.uid())) {
                this.counters.overLimit.increment();
                return;
            }
            handOver(worker, fd, peer);
            handedOver = true;
        } catch (PeerRejectedException ex) {
            this.counters.rejected.increment();
            this.reporter.reportLater(ex);
        } finally {
            if (!handedOver) {
                UnixSockets.close(fd);
            }
        }
    }

    /** Returns if the worker has taken over the descriptor and the slot; where it throws, neither is in use. */
    private void handOver(InboundWorker worker, int fd, PeerCredentials peer) {
        this.running.incrementAndGet();
        boolean started = false;
        try {
            this.workers.add(worker);
            this.executor.execute(() -> {
                try {
                    worker.serve(fd, peer);
                } finally {
                    ended(worker, peer);
                }
            });
            started = true;
        } finally {
            if (!started) {
                ended(worker, peer);
            }
        }
        if (this.stopping.getCount() == 0) {
            worker.stop();
        }
    }

    private void ended(InboundWorker worker, PeerCredentials peer) {
        this.workers.remove(worker);
        this.slots.release(peer.uid());
        ended();
    }

    private void ended() {
        if (this.running.decrementAndGet() == 0) {
            this.executor.shutdown();
            this.drained.complete(null);
        }
    }

    private void closeListener() {
        try {
            this.listener.close();
        } catch (IOException ex) {
            logger.debug("Closing the listener of " + this.settings.endpoint(), ex);
        }
    }

    /**
     * Takes no new connections, ends idle ones, and removes the socket file if it is still ours.
     *
     * @return completes when the requests that are being handled have been answered
     */
    public CompletableFuture<Void> stop() {
        if (this.stopping.getCount() > 0) {
            try {
                this.listener.unlink();
            } catch (IOException ex) {
                logger.warn("Could not remove the socket file of " + this.settings.endpoint() + ": " + ex.getMessage());
            }
            this.stopping.countDown();
            try {
                this.listener.shutdown();
            } catch (IOException ex) {
                logger.debug("Shutting the listener of " + this.settings.endpoint() + " down", ex);
            }
            this.workers.forEach(InboundWorker::stop);
        }
        return this.drained;
    }

    /** Ends what {@link #stop()} left running: its connections, and by an interrupt its handlers and verifiers. */
    public void abort() {
        stop();
        this.workers.forEach(InboundWorker::abort);
        this.executor.shutdownNow();
    }
}
