package io.peercred.connection;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.platform.Epoll;
import io.peercred.platform.Ucred;

/**
 * One accepted connection: judged, then served frame by frame, each answered before the next is read.
 *
 * <p>Has a thread while its peer is lively, and neither thread nor buffer while it is not.
 */
final class InboundConnection {

    private static final Log logger = LogFactory.getLog(InboundConnection.class);

    /** How long an orderly stop waits for the first request of one that has connected. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Whether a request is being handled, and whether another may be. */
    private enum State {
        WAITING,
        HANDLING,
        OVER
    }

    private final int fd;
    private final PeerCredentials peer;
    /** Made beforehand: its place is given back also where there is no memory left. */
    private final Long uid;

    private final InboundSettings settings;
    private final ServerConnectionFactory factory;
    private final RequestResponder responder;
    private final InboundCounters counters;
    private final RejectionReporter reporter;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private volatile boolean watched;
    /** Whether nothing has come yet. */
    private volatile boolean fresh = true;

    /** Whether a request is coming in. */
    private volatile boolean reading;

    private volatile boolean stopping;
    private volatile long patientUntil;
    private volatile @Nullable VerifiedConnection connection;

    /** Owns the descriptor from the first {@link #serve()} on. */
    InboundConnection(
            int fd,
            PeerCredentials peer,
            InboundSettings settings,
            ServerConnectionFactory factory,
            RequestResponder responder,
            InboundCounters counters,
            RejectionReporter reporter) {
        this.fd = fd;
        this.peer = peer;
        this.uid = peer.uid();
        this.settings = settings;
        this.factory = factory;
        this.responder = responder;
        this.counters = counters;
        this.reporter = reporter;
    }

    PeerCredentials peer() {
        return this.peer;
    }

    /** The user whose place it takes. */
    Long uid() {
        return this.uid;
    }

    /** Null until it is served. */
    @Nullable
    ConnectionStatus status() {
        VerifiedConnection current = this.connection;
        return current == null ? null : current.status();
    }

    /**
     * Serves what comes. Called by one thread at a time.
     *
     * @return whether the connection is quiet and to be served again when something has come; else it is closed
     */
    boolean serve() {
        VerifiedConnection established = this.connection;
        if (established == null) {
            established = establish();
            if (established == null) {
                return false;
            }
            this.connection = established;
        }
        FrameAncillary ancillary = new FrameAncillary(
                this.settings.endpoint(), this.settings.judgesMessages(), this.settings.maxFileDescriptors());
        try (FramedConnection frames =
                FramedConnection.over(established, this.settings.codec(), this.settings.maxMessageSize(), ancillary)) {
            return serve(frames);
        } catch (PeerRejectedException ex) {
            this.counters.rejected.add(ex);
            this.reporter.reportLater(ex);
        } catch (FrameException ex) {
            this.counters.badFrames.increment();
            logger.debug("Closed " + established + ": " + ex.getMessage());
        } catch (SocketTimeoutException ex) {
            this.counters.timeouts.increment();
            logger.debug("Closed " + established + ": " + ex.getMessage());
        } catch (IOException ex) {
            logger.debug("Lost " + established, ex);
        } catch (RuntimeException | Error ex) {
            this.responder.unread(established, ex); // A peer may send the same again at once.
        }
        return false;
    }

    private @Nullable VerifiedConnection establish() {
        try {
            VerifiedConnection established = this.factory.open(this.fd, this.peer, this::abort);
            this.counters.accepted.increment();
            this.responder.opened(established);
            return established;
        } catch (IOException ex) {
            logger.debug("A peer was gone before it was served", ex);
        } catch (PeerRejectedException ex) {
            this.counters.rejected.add(ex);
            this.reporter.reportLater(ex); // Its listeners may wait; the connection's slot must not.
        } catch (RuntimeException | Error ex) {
            logger.error("Could not serve " + this.peer + " at " + this.settings.endpoint(), ex);
        }
        return null;
    }

    /** True if the connection has gone quiet, false if it must end. */
    private boolean serve(FramedConnection frames) throws IOException {
        while (true) {
            arm(frames.deadline(), this.settings.idleTimeout());
            if (this.state.get() == State.OVER) {
                return false;
            }
            if (this.stopping && !this.fresh) {
                if (this.settings.codec().endsWithStream()) {
                    return false;
                }
                frames.connection().shutdownInput();
            }
            FrameInput.Arrival arrival = frames.awaitFrameForAWhile();
            if (arrival == FrameInput.Arrival.END) {
                return false;
            }
            if (arrival == FrameInput.Arrival.NOTHING_YET) {
                if (!this.stopping) {
                    frames.detach();
                    return true;
                }
                this.fresh &= Deadlines.now() < this.patientUntil;
                continue;
            }
            this.reading = true;
            if (this.fresh) {
                this.fresh = false;
            }
            if (!serveFrame(frames) || this.settings.codec().endsWithStream()) {
                return false;
            }
        }
    }

    private boolean serveFrame(FramedConnection frames) throws IOException {
        frames.deadline().arm(this.settings.readTimeout());
        Ucred writer = frames.beginFrame();
        // The verdict comes before the frame is decoded.
        PeerCredentials sender = this.settings.judgesMessages() ? this.factory.judgeWriter(writer) : this.peer;
        Map<String, String> trace = this.settings.takesTrace() ? frames.readHead() : Map.of();
        byte[] payload = frames.readFrame();
        if (frames.deadline().hasExpired()) { // A verdict took longer than the frame may.
            throw new SocketTimeoutException("No complete frame within the read-timeout");
        }
        ReceivedFiles files = frames.endFrame();
        endReading();
        try {
            if (!this.state.compareAndSet(State.WAITING, State.HANDLING)) {
                return false;
            }
            boolean more = this.responder.respond(
                    new InboundRequest(payload, sender, frames.connection(), files, trace), frames);
            return this.state.compareAndSet(State.HANDLING, State.WAITING) && more;
        } finally {
            files.closeUnlessKept();
        }
    }

    private void endReading() {
        this.reading = false;
        if (this.stopping) { // Who stops may have left it to us.
            takeNoMore();
        }
    }

    static void arm(Deadline deadline, @Nullable Duration timeout) {
        if (timeout == null) {
            deadline.disarm();
        } else {
            deadline.arm(timeout);
        }
    }

    /** Has the key reported when something comes, or has come already. Nothing here may be touched afterwards. */
    void watch(Epoll epoll, long key) throws IOException {
        VerifiedConnection current = this.connection;
        boolean again = this.watched;
        this.watched = true;
        if (current == null) {
            throw new IllegalStateException("Nothing to watch yet");
        }
        if (this.stopping) { // Who stops may not have seen that nobody reads any more.
            takeNoMore();
        }
        boolean open = current.ask(
                number -> {
                    if (again) {
                        epoll.rearm(number, key);
                    } else {
                        epoll.add(number, key);
                    }
                    return true;
                },
                false);
        if (!open) {
            throw new IOException("Closed before it could be watched");
        }
    }

    /**
     * Ends the connection when what its peer has written was answered; what it writes later fails, so that it knows. One
     * that has just connected gets a moment to ask, and one that has begun to the read-timeout to end.
     */
    void stop() {
        this.patientUntil = Deadlines.now() + PATIENCE_NANOS;
        this.stopping = true;
        if (!this.reading && (!this.fresh || this.watched)) {
            takeNoMore();
        }
    }

    private void takeNoMore() {
        if (!this.settings.codec().endsWithStream()) {
            shutdownInput();
        } else if (this.fresh) { // Of what has begun to come, the rest must: cut short it would look complete.
            end();
        }
    }

    private void shutdownInput() {
        VerifiedConnection current = this.connection;
        try {
            if (current != null) {
                current.shutdownInput();
            }
        } catch (IOException ex) {
            logger.debug("The peer of " + current + " was gone already", ex);
        }
    }

    /** Dispatches nothing more; a request that is being handled is still answered. */
    private void end() {
        if (this.state.getAndSet(State.OVER) == State.WAITING) {
            abort();
        }
    }

    /**
     * Ends the connection now. Whatever came or comes: nothing more is dispatched, a message that is being judged included,
     * and who waits for the connection finds its end.
     */
    void abort() {
        this.state.set(State.OVER);
        VerifiedConnection current = this.connection;
        if (current != null) {
            current.abort();
        }
    }

    /** Closes what {@link #serve()} has not closed itself. */
    void close() throws IOException {
        VerifiedConnection current = this.connection;
        if (current != null) {
            current.close();
        }
    }
}
