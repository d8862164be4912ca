package io.peercred.connection;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

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

    private final OutboundSettings settings;
    private final ConnectionPool pool;

    public OutboundClient(OutboundSettings settings, Deadlines deadlines, RejectionReporter reporter) {
        this.settings = settings;
        this.pool = new ConnectionPool(settings, new ClientConnectionFactory(settings, deadlines, reporter));
    }

    public Endpoint endpoint() {
        return this.settings.endpoint();
    }

    /**
     * Frames a payload for {@link #exchange} and {@link #send}.
     *
     * @throws FrameException if the codec cannot carry it; nothing was sent
     */
    public ByteBuffer[] encode(byte[] payload) throws FrameException {
        return FramedConnection.encode(this.settings.codec(), payload, this.settings.maxMessageSize());
    }

    /** Sends a request and waits for its reply. */
    public Reply exchange(ByteBuffer[] request) throws IOException {
        return PlatformThreads.call(() -> exchangeHere(request));
    }

    /** Sends a message, ends the stream, and waits until the peer has ended its own; so a refusal shows. */
    public void send(ByteBuffer[] message) throws IOException {
        PlatformThreads.call(() -> {
            sendHere(message);
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
        return PlatformThreads.call(() -> executeHere(timeout, callback));
    }

    private Reply exchangeHere(ByteBuffer[] request) throws IOException {
        long end = Deadline.endAfter(this.settings.replyTimeout());
        try (ConnectionPool.Slot slot = this.pool.borrow(end)) {
            FramedConnection frames = slot.connection(end);
            try {
                frames.writeFrame(request);
                if (!frames.awaitAnswer()) {
                    throw new PeerClosedException("The peer of " + endpoint() + " ("
                            + frames.connection().peer()
                            + ") closed the connection instead of answering; it refused us, or failed");
                }
                Reply reply = new Reply(frames.readFrame(), frames.connection().peer());
                if (!this.settings.codec().endsWithStream()) {
                    slot.complete();
                }
                return reply;
            } catch (SocketTimeoutException ex) {
                throw timeout(ex);
            }
        }
    }

    private void sendHere(ByteBuffer[] message) throws IOException {
        long end = Deadline.endAfter(this.settings.replyTimeout());
        try (ConnectionPool.Slot slot = this.pool.borrow(end)) {
            FramedConnection frames = slot.connection(end);
            try {
                frames.writeFrame(message);
                if (!this.settings.codec().endsWithStream()) {
                    frames.connection().shutdownOutput();
                }
                // A reply that nobody asked for also says that the message was taken. It goes with the connection.
                frames.awaitFrame();
            } catch (SocketTimeoutException ex) {
                throw timeout(ex);
            }
        }
    }

    private <T extends @Nullable Object> T executeHere(
            @Nullable Duration timeout, VerifiedConnectionCallback<T> callback) throws IOException {
        long end = Deadline.endAfter(timeout == null ? this.settings.replyTimeout() : timeout);
        try (ConnectionPool.Slot slot = this.pool.borrow(end)) {
            return callback.doWithConnection(slot.freshConnection(end).connection());
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
