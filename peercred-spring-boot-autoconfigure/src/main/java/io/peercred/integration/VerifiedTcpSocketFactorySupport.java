package io.peercred.integration;

import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;

import org.jspecify.annotations.Nullable;
import org.springframework.integration.ip.tcp.connection.TcpSocketFactorySupport;

import io.peercred.socket.VerifiedServerSocketFactory;
import io.peercred.socket.VerifiedSocketFactory;

/**
 * Puts flows that stand on Spring Integration's TCP connection factories ({@code spring-integration-ip}, the {@code Net}
 * ones) on a Unix socket whose other end is verified: hand it to their {@code setTcpSocketFactorySupport}. Thread-safe.
 *
 * <p>The host and port that a connection factory is given mean nothing then. Its messages carry {@code ip_*} headers that
 * identify nobody; {@code ip_hostname} and {@code ip_connectionId} may hold the socket's path.
 */
public final class VerifiedTcpSocketFactorySupport implements TcpSocketFactorySupport {

    private final @Nullable SocketFactory client;
    private final @Nullable ServerSocketFactory server;

    private VerifiedTcpSocketFactorySupport(@Nullable SocketFactory client, @Nullable ServerSocketFactory server) {
        this.client = client;
        this.server = server;
    }

    /** For a {@code TcpNetClientConnectionFactory}. */
    public static VerifiedTcpSocketFactorySupport client(VerifiedSocketFactory sockets) {
        return new VerifiedTcpSocketFactorySupport(sockets, null);
    }

    /** For a {@code TcpNetServerConnectionFactory}. */
    public static VerifiedTcpSocketFactorySupport server(VerifiedServerSocketFactory sockets) {
        return new VerifiedTcpSocketFactorySupport(null, sockets);
    }

    /** Throws {@link IllegalStateException} where this is for a client. */
    @Override
    public ServerSocketFactory getServerSocketFactory() {
        if (this.server == null) {
            throw new IllegalStateException("This is for a client connection factory; use server(...)");
        }
        return this.server;
    }

    /** Throws {@link IllegalStateException} where this is for a server. */
    @Override
    public SocketFactory getSocketFactory() {
        if (this.client == null) {
            throw new IllegalStateException("This is for a server connection factory; use client(...)");
        }
        return this.client;
    }
}
