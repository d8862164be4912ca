package io.peercred.connection;

import org.jspecify.annotations.Nullable;

import io.peercred.platform.UnixAddress;

/**
 * A listening socket that this process makes.
 *
 * @param endpoint the NAME of {@code peercred.inbound.NAME}; null if it is for another process
 * @param address where it listens
 * @param file the socket's file; of no meaning in the abstract namespace
 * @param backlog connections that the kernel keeps until they are accepted
 */
public record BindSettings(@Nullable String endpoint, UnixAddress address, SocketFile file, int backlog)
        implements ListenerSource {

    @Override
    public String path() {
        return this.address.path();
    }
}
