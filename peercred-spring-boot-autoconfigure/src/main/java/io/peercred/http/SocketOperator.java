package io.peercred.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

import org.apache.hc.client5.http.UnsupportedSchemeException;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

import io.peercred.socket.VerifiedSocketFactory;

/** Opens the connections of one endpoint's HttpClient: to its socket, whatever the host, and never with TLS. */
final class SocketOperator implements HttpClientConnectionOperator {

    private final VerifiedSocketFactory sockets;
    private final Timeout writeTimeout;

    /**
     * Creates one.
     *
     * @param writeTimeout for each wait for the server to take more of a request
     */
    SocketOperator(VerifiedSocketFactory sockets, Timeout writeTimeout) {
        this.sockets = sockets;
        this.writeTimeout = writeTimeout;
    }

    @Override
    public void connect(
            ManagedHttpClientConnection connection,
            HttpHost host,
            @Nullable InetSocketAddress localAddress,
            @Nullable TimeValue connectTimeout,
            SocketConfig socketConfig,
            HttpContext context)
            throws IOException {
        Socket socket = this.sockets.createSocket();
        boolean connected = false;
        try {
            connection.bind(socket); // Whoever closes the connection meanwhile ends the wait.
            socket.connect(InetSocketAddress.createUnresolved(host.getHostName(), 0), 0);
            VerifiedSocketFactory.streamOf(socket).sendTimeout(this.writeTimeout.toMillisecondsIntBound());
            connection.bind(socket);
            connected = true;
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }

    @Override
    public void upgrade(ManagedHttpClientConnection connection, HttpHost host, HttpContext context) throws IOException {
        throw new UnsupportedSchemeException("A Unix socket has no TLS");
    }
}
