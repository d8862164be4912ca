package io.peercred.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

import org.jspecify.annotations.Nullable;

import io.peercred.connection.VerifiedStream;
import io.peercred.credentials.Endpoint;

/** A socket whose peer, once it is connected, was judged and accepted. */
final class VerifiedSocket extends Socket {

    private final VerifiedSocketImpl impl;
    private final Endpoint endpoint;

    VerifiedSocket(VerifiedSocketImpl impl, Endpoint endpoint) throws SocketException {
        super(impl);
        this.impl = impl;
        this.endpoint = endpoint;
    }

    /** The connection, if there has been one. */
    @Nullable
    VerifiedStream stream() {
        return this.impl.stream();
    }

    /** Connects to the endpoint, whatever the address, of any kind and resolved or not. */
    @Override
    public void connect(SocketAddress ignored, int timeoutMillis) throws IOException {
        super.connect(new InetSocketAddress(PathAddress.of(this.endpoint.path()), 0), timeoutMillis);
    }

    @Override
    public String toString() {
        VerifiedStream connected = stream();
        return "VerifiedSocket[" + this.endpoint + (connected == null ? ", not connected" : ", " + connected.peer())
                + "]";
    }
}
