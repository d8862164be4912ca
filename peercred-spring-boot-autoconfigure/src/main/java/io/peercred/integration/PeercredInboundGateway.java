package io.peercred.integration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.integration.MessageTimeoutException;
import org.springframework.integration.gateway.MessagingGatewaySupport;
import org.springframework.integration.support.management.metrics.MetricsCaptor;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.GenericMessage;

import io.peercred.connection.BadPayloadException;
import io.peercred.connection.ConnectionStatus;
import io.peercred.connection.Deadlines;
import io.peercred.connection.InboundCounters;
import io.peercred.connection.InboundRequest;
import io.peercred.connection.InboundServer;
import io.peercred.connection.InboundSettings;
import io.peercred.connection.OutgoingMessage;
import io.peercred.connection.RejectionReporter;
import io.peercred.connection.RequestHandler;
import io.peercred.connection.SocketBindException;
import io.peercred.credentials.Endpoint;
import io.peercred.observation.ServerObservations;
import io.peercred.template.PayloadConverter;

/**
 * Serves an inbound endpoint: each request of a verified peer becomes a message on the request channel, whose reply goes
 * back.
 *
 * <p>Requests of one connection are handled one after the other, by a thread of that connection. A flow that fails, or
 * gives no reply in time where one is due, ends the connection, or has the peer told where {@code error-replies} says so;
 * with an error channel its reply is the answer.
 *
 * <p>Starts after the flows that it feeds and stops before them: no new connection, idle ones are ended, and requests
 * that are being handled are answered first.
 */
public final class PeercredInboundGateway extends MessagingGatewaySupport {

    /** Where Boot's web servers start and stop. */
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 2048;

    private final Endpoint endpoint;
    private final @Nullable Function<ApplicationContext, ServedEndpoint> later;
    private InboundSettings settings;
    private PayloadConverter converter;
    private Deadlines deadlines;
    private RejectionReporter reporter;
    private final InboundCounters counters = new InboundCounters();
    private Duration replyTimeout;
    private boolean expectReply;
    private ServerObservations observations = ServerObservations.NONE;
    private final List<UnaryOperator<RequestHandler>> decorators = new CopyOnWriteArrayList<>();
    private volatile boolean endsWhenSent;
    private volatile long patienceMillis;
    private volatile boolean tracked;
    private volatile boolean measured;
    private final GatewayServers servers = new GatewayServers();
    private volatile Consumer<ConnectionStatus> connectionListener = connection -> {};

    /**
     * Creates the gateway; it listens when it is started.
     *
     * @param settings where and for whom
     * @param converter what payloads are
     * @param replyTimeout for the flow's reply
     * @param expectReply whether the flow answers at all
     */
    public PeercredInboundGateway(
            InboundSettings settings,
            PayloadConverter converter,
            Duration replyTimeout,
            boolean expectReply,
            Deadlines deadlines,
            RejectionReporter reporter) {
        this.endpoint = settings.endpoint();
        this.later = null;
        this.settings = settings;
        this.converter = converter;
        this.replyTimeout = replyTimeout;
        this.expectReply = expectReply;
        this.deadlines = deadlines;
        this.reporter = reporter;
        setPhase(PHASE);
    }

    /**
     * Creates a gateway that finds out what it works with when it is initialized, in a flow that is written before there
     * are beans.
     *
     * @param served of this endpoint
     */
    @SuppressWarnings("NullAway.Init") // by onInit()
    public PeercredInboundGateway(Endpoint endpoint, Function<ApplicationContext, ServedEndpoint> served) {
        this.endpoint = endpoint;
        this.later = served;
        setPhase(PHASE);
    }

    @Override
    protected void onInit() {
        if (this.later != null) {
            ServedEndpoint served = this.later.apply(getApplicationContext());
            this.settings = served.settings();
            this.converter = served.converter();
            this.replyTimeout = served.replyTimeout();
            this.expectReply = served.expectReply();
            this.deadlines = served.deadlines();
            this.reporter = served.reporter();
        }
        super.onInit();
    }

    @Override
    public String getComponentType() {
        return "peercred:inbound-gateway";
    }

    /** The endpoint that it serves. */
    public Endpoint endpoint() {
        return this.endpoint;
    }

    /**
     * Puts something around the handling of each request, on the connection's thread: from the next start on, what was
     * added first outermost, and observed as a whole. Without any, a request costs nothing more.
     *
     * @param decorator makes, of what handles a request, what handles it instead
     */
    public void decorateHandler(UnaryOperator<RequestHandler> decorator) {
        this.decorators.add(decorator);
    }

    /** What it goes by. */
    public InboundSettings settings() {
        return this.settings;
    }

    /** Whom it expects, in words. */
    public String expects() {
        return this.settings.verification().describe();
    }

    /** Why nobody who connects to its path reaches it, in words; null if they do. */
    public @Nullable String obstacle() {
        return this.servers.obstacle();
    }

    /** Its open connections; empty while it is stopped. */
    public List<ConnectionStatus> connections() {
        return this.servers.connections();
    }

    /** How many connections it has open. */
    public int openConnections() {
        return this.servers.openConnections();
    }

    /** How many connections this user has open. */
    public int openConnections(long uid) {
        return this.servers.openConnections(uid);
    }

    /**
     * Ends a connection now, also while its request is handled, whose reply is lost then.
     *
     * @param id as in the header {@code peercred_connectionId}
     * @return false if there is none of this id
     */
    public boolean closeConnection(String id) {
        return this.servers.closeConnection(id);
    }

    /**
     * Has connections told of whose peer was accepted, before anything is read from them. The connection waits for the
     * listeners, in the order in which they were added; the failure of one is logged, and leaves out those after it. Before
     * it is started.
     */
    public void addConnectionListener(Consumer<ConnectionStatus> listener) {
        this.connectionListener = this.connectionListener.andThen(listener);
    }

    /** Observes every request that is handled. To be set before the start; by default nobody does. */
    public void setObservations(ServerObservations observations) {
        this.observations = observations;
    }

    /** What it has counted. */
    public InboundCounters counters() {
        return this.counters;
    }

    @Override
    protected void doStart() {
        super.doStart();
        endWaitsThatAreInVain();
        RequestHandler handler = new GatewayHandler(
                this::handle,
                List.copyOf(this.decorators),
                this.observations,
                this.settings.replyTimeout(),
                this.connectionListener);
        InboundServer started;
        try {
            started = InboundServer.start(this.settings, handler, this.deadlines, this.reporter, this.counters);
        } catch (SocketBindException ex) {
            throw new IllegalStateException(ex.getMessage(), ex);
        }
        this.servers.started(started);
        new StartReport(this.settings).log(started, getRequestChannel());
    }

    /** A handler that returned nothing would hold its caller for the whole reply timeout. */
    private void endWaitsThatAreInVain() {
        MessageChannel channel = getRequestChannel();
        this.endsWhenSent = channel != null
                && getErrorChannel() == null // whose flow may answer later
                && getBeanFactory() instanceof ListableBeanFactory beans
                && SynchronousFlow.startsAt(channel, beans);
        this.patienceMillis = this.endsWhenSent ? 0 : this.replyTimeout.toMillis();
        setReplyTimeout(this.patienceMillis);
    }

    private @Nullable OutgoingMessage handle(InboundRequest inbound) throws BadPayloadException {
        Object request = InboundMessages.payload(inbound, this.converter);
        Map<String, Object> headers = InboundMessages.headers(inbound, this.converter);
        if (!this.expectReply) {
            send(new GenericMessage<>(request, headers));
            return null;
        }
        MessageChannel channel = getRequestChannel();
        Message<?> reply = channel == null || needsFullGateway()
                ? sendAndReceiveMessage(new GenericMessage<>(request, headers))
                : SendAndReceive.at(channel, request, headers, this.patienceMillis);
        if (reply == null) {
            if (Thread.currentThread().isInterrupted()) {
                throw new MessagingException("Interrupted while the flow's reply was waited for");
            }
            String remedy = "; return one, or "
                    + (this.later != null
                            ? "write endpoint.expectReply(false)"
                            : "set peercred.inbound." + endpoint().name() + ".expect-reply=false");
            throw this.endsWhenSent
                    ? new MessagingException("The flow ended without a reply" + remedy)
                    : new MessageTimeoutException("The flow gave no reply within " + this.replyTimeout + remedy);
        }
        return Replies.toOutgoing(reply, this.converter);
    }

    private boolean needsFullGateway() {
        return this.tracked || this.measured || isObserved() || getErrorChannel() != null || getReplyChannel() != null;
    }

    @Override
    public void setShouldTrack(boolean shouldTrack) {
        super.setShouldTrack(shouldTrack);
        this.tracked = shouldTrack;
    }

    @Override
    public void registerMetricsCaptor(MetricsCaptor metricsCaptor) {
        super.registerMetricsCaptor(metricsCaptor);
        this.measured = true;
    }

    @Override
    protected void doStop() {
        CompletableFuture<Void> drained = this.servers.stop();
        long patience = this.settings
                .readTimeout()
                .plus(this.replyTimeout)
                .plus(this.settings.writeTimeout())
                .toMillis();
        try {
            drained.get(patience, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException ex) {
            this.servers.abort();
        } catch (InterruptedException ex) {
            this.servers.abort();
            Thread.currentThread().interrupt();
        }
        super.doStop();
    }

    @Override
    protected void doStop(Runnable callback) {
        InboundServer stopped = this.servers.current();
        this.servers.stop().whenComplete((done, failure) -> {
            if (this.servers.current() == stopped) { // and was not started again while requests were still answered
                super.doStop();
            }
            callback.run();
        });
    }

    @Override
    public void destroy() {
        super.destroy();
        this.servers.abort();
    }
}
