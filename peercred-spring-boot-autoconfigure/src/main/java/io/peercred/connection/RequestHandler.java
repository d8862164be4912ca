package io.peercred.connection;

import org.jspecify.annotations.Nullable;

/** What the application does with a request. Called by a thread of the connection, one request at a time. */
@FunctionalInterface
public interface RequestHandler {

    /**
     * Handles one request.
     *
     * @param payload the payload of a complete frame
     * @param connection where it came from
     * @return the payload of the reply, or null for none
     * @throws Exception to end the connection
     */
    byte @Nullable [] handle(byte[] payload, VerifiedConnection connection) throws Exception;
}
