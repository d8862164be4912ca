package io.peercred.connection;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Endpoint;

/** Connects for those who bring a protocol of their own. Thread-safe. */
public final class VerifiedConnector {

    private final ConnectSettings settings;
    private final ClientConnectionFactory factory;

    /**
     * Creates one; nothing is opened.
     *
     * @param deadlines whoever made it closes it
     * @param reporter told of each peer that is refused
     */
    public VerifiedConnector(ConnectSettings settings, Deadlines deadlines, RejectionReporter reporter) {
        this.settings = settings;
        this.factory = new ClientConnectionFactory(settings, deadlines, reporter);
    }

    /** The endpoint that it connects to. */
    public Endpoint endpoint() {
        return this.settings.endpoint();
    }

    /**
     * Connects and has the peer judged. An interruption counts only where it would have to wait, at a full backlog or
     * for a service that is being activated; a virtual thread's, always.
     *
     * @param timeout for both, at most the endpoint's {@code connect-timeout}; null for that
     * @param cancelled whether nobody wants it any more; asked at least ten times a second while it waits
     * @throws io.peercred.credentials.PeerRejectedException if the peer may not listen there; nothing was sent to it
     * @throws java.net.SocketTimeoutException if it took too long
     * @throws java.io.InterruptedIOException if the thread was interrupted
     * @throws SocketException if it was cancelled
     */
    public VerifiedStream connect(@Nullable Duration timeout, BooleanSupplier cancelled) throws IOException {
        long end = Deadline.endAfter(timeout == null ? this.settings.connectTimeout() : timeout);
        AtomicBoolean tried = new AtomicBoolean();
        return PlatformThreads.call(
                () -> new VerifiedStream(this.factory.open(end, Ancillary.NONE, () -> {
                    if (cancelled.getAsBoolean()) {
                        throw new SocketException("Socket closed");
                    }
                    if (tried.getAndSet(true)) {
                        this.factory.requireNotInterrupted();
                    }
                })),
                () -> {});
    }
}
