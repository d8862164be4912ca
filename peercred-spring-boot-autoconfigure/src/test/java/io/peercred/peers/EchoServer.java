package io.peercred.peers;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.peercred.connection.Deadlines;
import io.peercred.connection.InboundCounters;
import io.peercred.connection.InboundServer;
import io.peercred.connection.OutgoingMessage;
import io.peercred.connection.RejectionReporter;
import io.peercred.connection.SocketBindException;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerRejectedEvent;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.testing.TestSettings;

/** A server of ours that answers with what it is asked, and tells whom it served and whom it rejected. */
final class EchoServer implements AutoCloseable {

    private final BlockingQueue<PeerCredentials> served = new LinkedBlockingQueue<>();
    private final BlockingQueue<PeerRejectedException> rejected = new LinkedBlockingQueue<>();
    private final InboundCounters counters = new InboundCounters();
    private final Deadlines deadlines = new Deadlines();
    private final RejectionReporter reporter =
            new RejectionReporter(event -> this.rejected.add(((PeerRejectedEvent) event).rejection()));
    private final InboundServer server;

    private EchoServer(TestSettings settings) throws SocketBindException {
        this.server = InboundServer.start(
                settings.inbound(),
                request -> {
                    this.served.add(request.peer());
                    return OutgoingMessage.of(request.payload());
                },
                this.deadlines,
                this.reporter,
                this.counters);
    }

    static EchoServer at(TestSettings settings) throws SocketBindException {
        return new EchoServer(settings);
    }

    InboundCounters counters() {
        return this.counters;
    }

    /** The next peer whose request was handled; fails after twenty seconds. */
    PeerCredentials served() {
        return next(this.served, "nobody was served");
    }

    /** The next rejection; fails after twenty seconds. */
    PeerRejectedException rejected() {
        return next(this.rejected, "nobody was rejected");
    }

    boolean hasServedNobody() {
        return this.served.isEmpty() && this.counters.requests() == 0 && this.counters.accepted() == 0;
    }

    private static <T> T next(BlockingQueue<T> queue, String otherwise) {
        try {
            T next = queue.poll(20, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError(otherwise);
            }
            return next;
        } catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    @Override
    public void close() {
        this.server.stop().orTimeout(20, TimeUnit.SECONDS).join();
        this.reporter.close();
        this.deadlines.close();
    }
}
