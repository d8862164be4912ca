package io.peercred.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.peercred.connection.Deadlines;
import io.peercred.connection.Frame;
import io.peercred.connection.FrameException;
import io.peercred.connection.OutboundClient;
import io.peercred.connection.OutgoingMessage;
import io.peercred.connection.RejectionReporter;
import io.peercred.connection.Reply;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerRejectedEvent;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.testing.TestSettings;

/** A client of ours, and whom it rejected. */
final class Caller implements AutoCloseable {

    private final List<PeerRejectedException> rejected = new CopyOnWriteArrayList<>();
    private final Deadlines deadlines = new Deadlines();
    private final RejectionReporter reporter =
            new RejectionReporter(event -> this.rejected.add(((PeerRejectedEvent) event).rejection()));
    private final OutboundClient client;

    private Caller(TestSettings settings) {
        this.client = new OutboundClient(settings.outbound(), this.deadlines, this.reporter);
    }

    static Caller of(TestSettings settings) {
        return new Caller(settings);
    }

    Reply ask(String request) throws IOException {
        return this.client.exchange(frame(request));
    }

    void send(String message) throws IOException {
        this.client.send(frame(message));
    }

    private Frame frame(String text) throws FrameException {
        return this.client.encode(OutgoingMessage.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Connects, and asks for nothing. */
    PeerCredentials whoListens() throws IOException {
        return this.client.execute(null, connection -> connection.peer());
    }

    List<PeerRejectedException> rejected() {
        return this.rejected;
    }

    @Override
    public void close() {
        this.client.close();
        this.reporter.close();
        this.deadlines.close();
    }
}
