package io.peercred.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Endpoint;

/** A listening socket whose {@link #accept} returns peers only that were judged and accepted. */
final class VerifiedServerSocket extends ServerSocket {

    private final Endpoint endpoint;

    VerifiedServerSocket(VerifiedServerSocketImpl impl, Endpoint endpoint) {
        super(impl);
        this.endpoint = endpoint;
    }

    /** Listens at the endpoint, whatever the address. The backlog is the endpoint's, too. */
    @Override
    public void bind(@Nullable SocketAddress ignored, int backlog) throws IOException {
        super.bind(new InetSocketAddress(PathAddress.of(this.endpoint.path()), 0), backlog);
    }

    @Override
    public Socket accept() throws IOException {
        VerifiedSocket socket = new VerifiedSocket(new VerifiedSocketImpl(null), this.endpoint);
        implAccept(socket);
        return socket;
    }

    @Override
    public String toString() {
        return "VerifiedServerSocket[" + this.endpoint + "]";
    }
}
