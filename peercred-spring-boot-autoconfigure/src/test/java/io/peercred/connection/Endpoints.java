package io.peercred.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.peercred.credentials.PeerRejectedEvent;
import io.peercred.testing.TestSettings;

/** The endpoints of one test, what they have in common, and their end. */
final class Endpoints implements AutoCloseable {

    static final Handler ECHO = (payload, connection) -> payload;

    final Deadlines deadlines = new Deadlines();
    final InboundCounters counters = new InboundCounters();
    final List<PeerRejectedEvent> events = new CopyOnWriteArrayList<>();
    final RejectionReporter reporter = new RejectionReporter(this::publish);

    /** Called for each event; a test may make it slow. */
    volatile Consumer<PeerRejectedEvent> listener = event -> {};

    private final List<InboundServer> servers = new ArrayList<>();
    private final List<OutboundClient> clients = new ArrayList<>();

    private void publish(Object event) {
        this.events.add((PeerRejectedEvent) event);
        this.listener.accept((PeerRejectedEvent) event);
    }

    /** What most tests do with a request. */
    interface Handler {
        byte[] handle(byte[] payload, VerifiedConnection connection) throws Exception;
    }

    InboundServer serve(TestSettings settings, Handler handler) throws IOException {
        return serveRequests(settings, request -> {
            byte[] reply = handler.handle(request.payload(), request.connection());
            return reply == null ? null : OutgoingMessage.of(reply);
        });
    }

    InboundServer serveRequests(TestSettings settings, RequestHandler handler) throws IOException {
        InboundServer server =
                InboundServer.start(settings.inbound(), handler, this.deadlines, this.reporter, this.counters);
        this.servers.add(server);
        return server;
    }

    /** A server that answers each request with itself. */
    InboundServer serve(TestSettings settings) throws IOException {
        return serve(settings, ECHO);
    }

    OutboundClient client(TestSettings settings) {
        OutboundClient client = new OutboundClient(settings.outbound(), this.deadlines, this.reporter);
        this.clients.add(client);
        return client;
    }

    static Frame frame(OutboundClient client, String text) throws FrameException {
        return client.encode(OutgoingMessage.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** One exchange of text. */
    static String call(OutboundClient client, String request) throws IOException {
        Reply reply = client.exchange(frame(client, request));
        return new String(reply.payload(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws Exception {
        this.clients.forEach(OutboundClient::close);
        for (InboundServer server : this.servers) {
            server.abort();
            server.stop().get(20, TimeUnit.SECONDS);
        }
        this.reporter.close();
        this.deadlines.close();
    }

    /** Asks on a thread of its own: the common pool has but one on two processors. */
    static CompletableFuture<String> callLater(OutboundClient client, String payload) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return call(client, payload);
                    } catch (IOException ex) {
                        throw new CompletionException(ex);
                    }
                },
                task -> new Thread(task).start());
    }
}
