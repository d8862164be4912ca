package io.peercred.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

import javax.net.SocketFactory;

import org.jspecify.annotations.Nullable;

import io.peercred.connection.VerifiedConnector;
import io.peercred.connection.VerifiedStream;
import io.peercred.credentials.PeerCredentials;

/**
 * Makes sockets for libraries that bring their own protocol, such as JDBC drivers: wherever they connect to, it is to one
 * Unix socket, and the kernel's word on who listens there is judged before {@code connect} returns. Thread-safe.
 *
 * <p>A peer that may not be there gets no byte: {@code connect} throws a {@link SocketException} whose cause is the
 * {@link io.peercred.credentials.PeerRejectedException}, and a WARN line says so. Host and port are ignored, and so are
 * options that only TCP has; a connect takes {@code connect-timeout} at most.
 *
 * <p>The sockets are as {@link Socket} says: a read that runs into {@code SO_TIMEOUT} can be repeated, closing one wakes
 * whoever waits for it, and the interruption of a platform thread ends nothing but a wait at a full backlog. They may be
 * used by virtual threads. Their addresses are {@code 0.0.0.0} by the name of the socket's path, port 0.
 */
public final class VerifiedSocketFactory extends SocketFactory {

    private final VerifiedConnector connector;

    /**
     * Creates one by a text, for drivers that take the name of a class and an argument.
     *
     * @param argument keys of {@code peercred.outbound.NAME} with their values, separated by semicolons: {@code path}
     *     and at least one of {@code expected-uid}, {@code expected-user}, {@code expected-gid} and {@code
     *     expected-group}; also {@code expected-executable}, {@code expected-unit} and {@code connect-timeout} (5s). A
     *     list's values are separated by commas. Such as {@code
     *     path=/run/postgresql/.s.PGSQL.5432;expected-user=postgres}
     * @throws IllegalArgumentException that says what to write, if the text is null or wrong or names nobody
     * @throws io.peercred.platform.NativeSupportException if this system cannot say who a peer is
     */
    public VerifiedSocketFactory(@Nullable String argument) {
        this(Standalone.connector(argument));
    }

    /**
     * Creates one that connects by {@code connector}.
     *
     * @param connector to the endpoint
     */
    public VerifiedSocketFactory(VerifiedConnector connector) {
        this.connector = connector;
    }

    /**
     * Who is at the other end of a socket that such a factory has made, as it was when it connected.
     *
     * @throws IllegalArgumentException if it is not of this package's making
     * @throws SocketException if it was never connected
     */
    public static PeerCredentials peerOf(Socket socket) throws SocketException {
        return streamOf(socket).peer();
    }

    /**
     * What a socket that such a factory has made moves its bytes by, for what {@link Socket} does not offer.
     *
     * @throws IllegalArgumentException if it is not of this package's making
     * @throws SocketException if it was never connected
     */
    public static VerifiedStream streamOf(Socket socket) throws SocketException {
        if (!(socket instanceof VerifiedSocket verified)) {
            throw new IllegalArgumentException(socket + " is not a verified socket");
        }
        VerifiedStream stream = verified.stream();
        if (stream == null) {
            throw new SocketException("Socket is not connected");
        }
        return stream;
    }

    /** A socket that is not connected yet; nothing was opened. */
    @Override
    public Socket createSocket() throws SocketException {
        return new VerifiedSocket(new VerifiedSocketImpl(this.connector), this.connector.endpoint());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, @Nullable InetAddress localHost, int localPort)
            throws IOException {
        return connected(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected("", port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, @Nullable InetAddress localAddress, int localPort)
            throws IOException {
        return connected("", port);
    }

    private Socket connected(String host, int port) throws IOException {
        Socket socket = createSocket();
        boolean connected = false;
        try {
            socket.connect(InetSocketAddress.createUnresolved(host, port));
            connected = true;
            return socket;
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }

    @Override
    public String toString() {
        return "VerifiedSocketFactory[" + this.connector.endpoint() + "]";
    }
}
