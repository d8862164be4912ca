package io.peercred.connection;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

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
 * thread. Each connection on which something happens has a platform thread: virtual ones starve in junixsocket's calls.
 * One more thread waits for the others.
 */
public final class InboundServer {

    private static final Log logger = LogFactory.getLog(InboundServer.class);

    private final InboundSettings settings;
    private final InboundCounters counters;
    private final RejectionReporter reporter;
    private final RequestResponder responder;
    private final ServerConnectionFactory factory;
    private final ConnectionSlots slots;
    private final @Nullable FileStatus file;
    private final Acceptor acceptor;
    private final IdleConnections idle;
    private final ExecutorService executor;
    private final RefusedSockets refused;
    private final Set<InboundConnection> connections = ConcurrentHashMap.newKeySet();
    /** The acceptor and the connections. */
    private final AtomicInteger running = new AtomicInteger(1);

    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    private InboundServer(
            InboundSettings settings,
            RequestHandler handler,
            Deadlines deadlines,
            RejectionReporter reporter,
            InboundCounters counters,
            Listener listener)
            throws IOException {
        this.settings = settings;
        this.counters = counters;
        this.reporter = reporter;
        this.responder = new RequestResponder(settings, handler, counters);
        this.factory = new ServerConnectionFactory(settings, deadlines);
        this.slots = new ConnectionSlots(settings.maxConnections(), settings.maxConnectionsPerUid());
        this.file = listener.file();
        this.acceptor = new Acceptor(settings.endpoint(), listener, this::admit, counters, this::ended);
        String prefix = threadPrefix(settings);
        AtomicInteger count = new AtomicInteger();
        // The slots bound it: no task is submitted without one.
        this.executor = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> new Thread(task, prefix + count.incrementAndGet()));
        this.refused = new RefusedSockets(settings.endpoint(), listener::permitDescriptors);
        this.idle = IdleConnections.start(prefix + "idle", this::resume);
    }

    private static String threadPrefix(InboundSettings settings) {
        return "peercred-" + settings.endpoint().name() + "-";
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
        Listener listener = Listeners.open(settings);
        InboundServer server = null;
        boolean started = false;
        try {
            server = new InboundServer(settings, handler, deadlines, reporter, counters, listener);
            Thread thread = new Thread(server.acceptor, threadPrefix(settings) + "accept");
            // It may be in accept(2) for longer than the server lives. The idle one keeps the process.
            thread.setDaemon(true);
            thread.start();
            started = true;
            return server;
        } catch (IOException ex) {
            throw new SocketBindException(
                    SocketBindException.Reason.FAILED,
                    settings.endpoint().name(),
                    settings.endpoint().path(),
                    ex.getMessage(),
                    ex);
        } finally {
            if (!started) { // No descriptor or thread to be had: nothing must look as if it listened.
                abandon(listener, server);
            }
        }
    }

    private static void abandon(Listener listener, @Nullable InboundServer server) {
        if (server != null) {
            server.stop();
            server.ended();
        }
        listener.abandon();
    }

    /** The socket's file as it was bound; null in the abstract namespace, or where somebody else bound it. */
    public @Nullable FileStatus file() {
        return this.file;
    }

    /** Why nobody who connects to the endpoint's path reaches it, in words; null if they do. */
    public @Nullable String obstacle() {
        return this.acceptor.obstacle();
    }

    /** The connections that are being served, in no order. */
    public List<ConnectionStatus> connections() {
        return this.connections.stream()
                .map(InboundConnection::status)
                .filter(Objects::nonNull)
                .toList();
    }

    /** How many connections have a slot. */
    public int openConnections() {
        return this.connections.size();
    }

    /** How many of them are this user's. */
    public int openConnections(long uid) {
        return (int) this.connections.stream()
                .filter(each -> each.peer().uid() == uid)
                .count();
    }

    /**
     * Ends a connection now, also while its request is handled, whose reply is lost then.
     *
     * @return false if there is none of this id
     */
    public boolean closeConnection(String id) {
        for (InboundConnection each : this.connections) {
            ConnectionStatus status = each.status();
            if (status != null && status.id().equals(id)) {
                each.abort();
                return true;
            }
        }
        return false;
    }

    private void admit(int fd) throws IOException {
        boolean handedOver = false;
        try {
            PeerCredentials peer = this.factory.identify(fd);
            InboundConnection connection = new InboundConnection(
                    fd, peer, this.settings, this.factory, this.responder, this.counters, this.reporter);
            if (hasGone(fd)) { // No other must be refused for its place.
                return;
            }
            if (!this.slots.acquire(connection.uid())) {
                this.counters.overLimit.increment();
                return;
            }
            handOver(connection);
            handedOver = true;
        } catch (PeerRejectedException ex) {
            this.counters.rejected.add(ex);
            this.reporter.reportLater(ex);
        } finally {
            if (!handedOver) {
                this.refused.close(fd);
            }
        }
    }

    /**
     * Whether nothing came and nothing will: the peer gave up while nobody accepted. Our clients do so again and again as
     * long as they meet an activator instead of the service.
     */
    private static boolean hasGone(int fd) throws IOException {
        return UnixSockets.isInputEnded(fd) && UnixSockets.available(fd) == 0;
    }

    /** Returns if the connection has a thread and its slot; where it throws, neither is in use. */
    private void handOver(InboundConnection connection) {
        this.running.incrementAndGet();
        boolean started = false;
        try {
            this.connections.add(connection);
            this.executor.execute(() -> serve(connection));
            started = true;
        } finally {
            if (!started) {
                ended(connection);
            }
        }
        if (this.acceptor.isStopping()) {
            connection.stop();
        }
    }

    private void serve(InboundConnection connection) {
        boolean alive = false;
        try {
            boolean quiet = connection.serve();
            while (quiet && !leave(connection)) {
                quiet = connection.serve();
            }
            alive = quiet;
        } finally {
            if (!alive) {
                finish(connection);
            }
        }
    }

    /** Leaves a quiet connection to the thread that waits for all such; false where that cannot be. */
    private boolean leave(InboundConnection connection) {
        try {
            this.idle.add(connection);
            return true;
        } catch (IOException ex) {
            logger.debug("An idle connection to " + this.settings.endpoint() + " keeps its thread", ex);
            return false;
        }
    }

    /** Gives a connection on which something has come a thread again, or ends it where there is none. */
    private void resume(InboundConnection connection) {
        boolean started = false;
        try {
            this.executor.execute(() -> serve(connection));
            started = true;
        } catch (RuntimeException | Error ex) {
            logger.debug("No thread for an idle connection to " + this.settings.endpoint(), ex);
        } finally {
            if (!started) {
                finish(connection);
            }
        }
    }

    /** Its slot is given back, also where there is no memory to close it in order. */
    private void finish(InboundConnection connection) {
        try {
            close(connection);
        } finally {
            ended(connection);
        }
    }

    private void close(InboundConnection connection) {
        try {
            connection.close();
        } catch (IOException ex) {
            logger.debug("Closing a connection to " + this.settings.endpoint(), ex);
        }
    }

    private void ended(InboundConnection connection) {
        try {
            this.connections.remove(connection);
            this.slots.release(connection.uid());
        } finally { // Else nobody would ever have stopped.
            ended();
        }
    }

    private void ended() {
        if (this.running.decrementAndGet() == 0) {
            this.executor.shutdown();
            this.idle.stop();
            this.refused.stop();
            this.drained.complete(null);
        }
    }

    /**
     * Takes no new connections, ends idle ones, and removes the socket file if it is still ours.
     *
     * @return completes when the requests that are being handled have been answered
     */
    public CompletableFuture<Void> stop() {
        if (this.acceptor.stop()) {
            this.connections.forEach(InboundConnection::stop);
        }
        return this.drained;
    }

    /** Ends what {@link #stop()} left running: its connections, and by an interrupt its handlers and verifiers. */
    public void abort() {
        stop();
        this.connections.forEach(InboundConnection::abort);
        this.executor.shutdownNow();
    }
}
