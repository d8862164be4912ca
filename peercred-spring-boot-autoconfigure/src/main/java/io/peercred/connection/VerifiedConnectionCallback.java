package io.peercred.connection;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * Speaks its own protocol on a verified connection.
 *
 * @param <T> what comes of it
 */
@FunctionalInterface
public interface VerifiedConnectionCallback<T extends @Nullable Object> {

    /**
     * Talks to the peer. The connection is new, and closed afterwards.
     *
     * @param connection whose reads and writes keep the exchange's deadline
     */
    T doWithConnection(VerifiedConnection connection) throws IOException;
}
