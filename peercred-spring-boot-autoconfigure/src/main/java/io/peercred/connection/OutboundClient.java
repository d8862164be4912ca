package io.peercred.connection;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Endpoint;

/**
 * Exchanges messages with the peer of one outbound endpoint. Thread-safe.
 *
 * <p>Each call keeps the endpoint's {@code reply-timeout} in all: wait for the pool, connect, judge, send, last byte of
 * the reply. Nothing is sent twice. Calls run on the caller's thread, or on a platform thread for a virtual one, which
 * would starve others in junixsocket's calls.
 */
public final class OutboundClient implements AutoCloseable {

    private static final byte[] NOTHING = {};

    private final OutboundSettings settings;
    private final ConnectionPool pool;

    public OutboundClient(OutboundSettings settings, Deadlines deadlines, RejectionReporter reporter) {
        this.settings = settings;
        this.pool = new ConnectionPool(settings, new ClientConnectionFactory(settings.connect(), deadlines, reporter));
    }

    public Endpoint endpoint() {
        return this.settings.endpoint();
    }

    /** What it goes by. */
    public OutboundSettings settings() {
        return this.settings;
    }

    /** Whom it expects there, in words. */
    public String expects() {
        return this.settings.verification().describe();
    }

    /** What it has counted. */
    public OutboundCounters counters() {
        return this.pool.counters();
    }

    /** How its pool is used now. */
    public PoolStatus pool() {
        return this.pool.status();
    }

    /** Its open connections, in use or kept, in no order. */
    public List<ConnectionStatus> connections() {
        return this.pool.connections().stream().map(VerifiedConnection::status).toList();
    }

    /**
     * Ends one of its connections now, also in the middle of an exchange, which fails then.
     *
     * @return false if it has none of this id
     */
    public boolean closeConnection(String id) {
        for (VerifiedConnection each : this.pool.connections()) {
            if (each.id().equals(id)) {
                each.abort();
                return true;
            }
        }
        return false;
    }

    /**
     * Frames a message for {@link #exchange} and {@link #send}.
     *
     * @throws FrameException if the codec cannot carry it; nothing was sent
     */
    public Frame encode(OutgoingMessage message) throws FrameException {
        return encode(message, Map.of());
    }

    /**
     * Frames a message that belongs to a trace.
     *
     * @param trace its headers, which go along if the endpoint has {@code trace-propagation}
     * @throws FrameException if the codec cannot carry the message; nothing was sent
     */
    public Frame encode(OutgoingMessage message, Map<String, String> trace) throws FrameException {
        Frame frame = Frame.of(message, this.settings.codec(), this.settings.maxMessageSize());
        return this.settings.propagatesTrace() && !trace.isEmpty() ? frame.behind(trace) : frame;
    }

    /**
     * Sends a request and waits for its reply.
     *
     * @throws ErrorFrameException if the peer says that there is none
     */
    public Reply exchange(Frame request) throws IOException {
        return onConnection(this.settings.replyTimeout(), (slot, end) -> exchange(request, slot, end));
    }

    /**
     * Sends a message, ends the stream, and waits until the peer has ended its own; so a refusal shows.
     *
     * @throws ErrorFrameException if the peer says instead that it could not handle the message
     */
    public void send(Frame message) throws IOException {
        onConnection(this.settings.replyTimeout(), (slot, end) -> {
            send(message, slot, end);
            return Boolean.TRUE;
        });
    }

    /**
     * Hands a new connection to {@code callback}.
     *
     * @param timeout for all of it; null for the endpoint's {@code reply-timeout}
     */
    public <T extends @Nullable Object> T execute(@Nullable Duration timeout, VerifiedConnectionCallback<T> callback)
            throws IOException {
        return onConnection(
                timeout == null ? this.settings.replyTimeout() : timeout,
                (slot, end) -> callback.doWithConnection(
                        slot.freshConnection(end, Ancillary.NONE).connection()));
    }

    private interface Exchange<T extends @Nullable Object> {
        T run(ConnectionPool.Slot slot, long end) throws IOException;
    }

    /** Waits for the pool on the caller's own thread: a thousand virtual ones must not wait on a thousand others. */
    private <T extends @Nullable Object> T onConnection(Duration timeout, Exchange<T> exchange) throws IOException {
        long end = Deadline.endAfter(timeout);
        ConnectionPool.Slot slot = this.pool.borrow(end);
        return PlatformThreads.call(
                () -> {
                    try (slot) {
                        return exchange.run(slot, end);
                    }
                },
                slot);
    }

    private Reply exchange(Frame request, ConnectionPool.Slot slot, long end) throws IOException {
        FramedConnection frames = slot.connection(end);
        try {
            frames = write(request, frames, slot, end);
            if (!frames.awaitAnswer()) {
                throw new PeerClosedException("The peer of " + endpoint() + " ("
                        + frames.connection().peer()
                        + ") closed the connection instead of answering; it refused us, or failed");
            }
            frames.beginFrame();
            ErrorFrameException error = frames.readErrorFrame();
            byte[] payload = error == null ? frames.readFrame() : NOTHING;
            ReceivedFiles files = frames.endFrame();
            boolean whole = false;
            try {
                if (error != null && files.size() > 0) {
                    throw new FrameException("an error frame with file descriptors");
                }
                frames.requireTaken();
                whole = true;
            } finally {
                if (!whole) {
                    files.close();
                }
            }
            if (error == null ? !this.settings.codec().endsWithStream() : leavesConnectionFree(error)) {
                slot.complete();
            }
            frames.connection().traffic().exchanged();
            if (error != null) {
                throw error;
            }
            return new Reply(payload, frames.connection().peer(), files);
        } catch (FrameException ex) {
            throw unreadable(frames, ex);
        } catch (SocketTimeoutException ex) {
            throw timeout(ex);
        }
    }

    /** Says whose frame it was, which a codec does not know. */
    private static FrameException unreadable(FramedConnection frames, FrameException cause) {
        return new FrameException(
                "Could not read the answer of the peer of "
                        + frames.connection().endpoint() + " ("
                        + frames.connection().peer() + "): "
                        + cause.getMessage(),
                cause);
    }

    /** After a time-out the handler may still hold its connection, where the next request would wait for it. */
    private static boolean leavesConnectionFree(ErrorFrameException error) {
        return !error.error().equals(ErrorCode.TIMEOUT.code());
    }

    /** Writes, to a new connection where the peer has ended the one that was kept, before it took anything. */
    private static FramedConnection write(Frame frame, FramedConnection frames, ConnectionPool.Slot slot, long end)
            throws IOException {
        try {
            frames.writeFrame(frame);
            return frames;
        } catch (PeerClosedException ex) {
            if (!slot.isKept() || frames.hasSentAnything()) {
                throw ex;
            }
            FramedConnection replacement = slot.newConnection(end);
            replacement.writeFrame(frame);
            return replacement;
        }
    }

    private void send(Frame message, ConnectionPool.Slot slot, long end) throws IOException {
        FramedConnection frames = slot.connection(end);
        try {
            frames = write(message, frames, slot, end);
            if (!this.settings.codec().endsWithStream()) {
                frames.connection().shutdownOutput();
            }
            // A reply that nobody asked for also says that the message was taken. It goes with the connection.
            if (!frames.awaitAnswer()) {
                frames.requireRead();
                return;
            }
            ErrorFrameException error = frames.readErrorFrame();
            if (error != null) {
                throw error;
            }
        } catch (FrameException ex) {
            throw unreadable(frames, ex);
        } catch (SocketTimeoutException ex) {
            throw timeout(ex);
        }
    }

    private SocketTimeoutException timeout(SocketTimeoutException cause) {
        SocketTimeoutException timeout = new SocketTimeoutException("No complete exchange with the peer of "
                + endpoint() + " within " + this.settings.replyTimeout().toMillis() + " ms (reply-timeout)");
        timeout.initCause(cause);
        return timeout;
    }

    /** Closes idle connections now, and those in use after their exchange. */
    @Override
    public void close() {
        this.pool.close();
    }
}
