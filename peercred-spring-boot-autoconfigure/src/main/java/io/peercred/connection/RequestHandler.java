package io.peercred.connection;

import org.jspecify.annotations.Nullable;

/** What the application does with a request. Called by a thread of the connection, one request at a time. */
@FunctionalInterface
public interface RequestHandler {

    /**
     * Handles one request.
     *
     * @param request a complete frame of a peer that was accepted
     * @return the reply, or null for none
     * @throws Exception to end the connection, or to have the peer told where it is sent error frames
     */
    @Nullable
    OutgoingMessage handle(InboundRequest request) throws Exception;

    /**
     * Hears of a connection whose peer was accepted, before anything is read from it. By a thread of the connection, which
     * waits for it.
     */
    default void opened(ConnectionStatus connection) {}

    /** What a peer is told where {@link #handle} threw this and error frames are sent. */
    default ErrorCode errorOf(Throwable failure) {
        return ErrorCode.FAILED;
    }
}
