package io.peercred.socket;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.peercred.connection.VerifiedConnector;
import io.peercred.connection.VerifiedStream;
import io.peercred.credentials.PeerRejectedException;

/** What a {@link java.net.Socket} does, over a stream that there is only to a peer who was accepted. */
final class VerifiedSocketImpl extends SocketImpl {

    private final @Nullable VerifiedConnector connector;
    private final OptionValues options = new OptionValues();
    private final Object lock = new Object();
    private volatile @Nullable VerifiedStream stream;
    private volatile boolean closed;

    /**
     * Creates one.
     *
     * @param connector null where it is to be {@link #accepted}
     */
    VerifiedSocketImpl(@Nullable VerifiedConnector connector) {
        this.connector = connector;
    }

    /** The connection, while there is one. */
    @Nullable
    VerifiedStream stream() {
        return this.stream;
    }

    @Override
    protected void create(boolean stream) throws SocketException {
        if (!stream) {
            throw new SocketException("Only stream sockets");
        }
        this.fd = new FileDescriptor(); // Its number stays with the connection, which knows when it is given away.
    }

    @Override
    protected void connect(SocketAddress ignored, int timeoutMillis) throws IOException {
        VerifiedConnector door = this.connector;
        if (door == null) {
            throw new SocketException("An accepted socket does not connect");
        }
        boolean connected = false;
        try {
            adopt(door.connect(timeoutMillis == 0 ? null : Duration.ofMillis(timeoutMillis), () -> this.closed));
            connected = true;
        } catch (PeerRejectedException ex) {
            SocketException refusal = new SocketException(ex.getMessage());
            refusal.initCause(ex);
            throw refusal;
        } finally {
            if (!connected) {
                close();
            }
        }
    }

    @Override
    protected void connect(String host, int port) throws IOException {
        connect(InetSocketAddress.createUnresolved(host, port), 0);
    }

    @Override
    protected void connect(InetAddress ignored, int port) throws IOException {
        connect(new InetSocketAddress(ignored, port), 0);
    }

    /** Takes over what a listener has accepted. */
    void accepted(VerifiedStream accepted) throws IOException {
        adopt(accepted);
    }

    private void adopt(VerifiedStream opened) throws IOException {
        boolean adopted = false;
        try {
            synchronized (this.lock) {
                requireOpen();
                this.options.applyTo(opened);
                this.stream = opened;
                this.address = PathAddress.of(opened.endpoint().path());
                adopted = true;
            }
        } finally {
            if (!adopted) {
                opened.close();
            }
        }
    }

    private void requireOpen() throws SocketException {
        if (this.closed) {
            throw new SocketException("Socket closed");
        }
    }

    private VerifiedStream connected() throws SocketException {
        VerifiedStream current = this.stream;
        if (current == null) {
            throw new SocketException(this.closed ? "Socket closed" : "Socket is not connected");
        }
        return current;
    }

    /** Accepts any: a client on a Unix socket has no address of its own. */
    @Override
    protected void bind(InetAddress ignored, int port) {
        this.localport = 0;
    }

    @Override
    protected void listen(int backlog) throws SocketException {
        throw new SocketException("Not a listening socket");
    }

    @Override
    protected void accept(SocketImpl socket) throws SocketException {
        throw new SocketException("Not a listening socket");
    }

    @Override
    protected InputStream getInputStream() throws SocketException {
        return new StreamInput(connected());
    }

    @Override
    protected OutputStream getOutputStream() throws SocketException {
        return new StreamOutput(connected());
    }

    @Override
    protected int available() throws IOException {
        return connected().available();
    }

    @Override
    protected void shutdownInput() throws IOException {
        connected().shutdownInput();
    }

    @Override
    protected void shutdownOutput() throws IOException {
        connected().shutdownOutput();
    }

    @Override
    protected void close() throws IOException {
        VerifiedStream current;
        synchronized (this.lock) {
            this.closed = true;
            current = this.stream;
        }
        if (current != null) {
            current.close();
        }
    }

    @Override
    protected void sendUrgentData(int data) throws SocketException {
        throw new SocketException("Urgent data not supported");
    }

    @Override
    public void setOption(int option, Object value) throws SocketException {
        synchronized (this.lock) {
            requireOpen();
            this.options.set(option, value, this.stream);
        }
    }

    @Override
    public Object getOption(int option) throws SocketException {
        synchronized (this.lock) {
            requireOpen();
            return this.options.get(option, this.stream);
        }
    }

    @Override
    protected <T> void setOption(SocketOption<T> name, T value) throws IOException {
        setOption(OptionValues.known(name), (Object) value);
    }

    @Override
    protected <T> T getOption(SocketOption<T> name) throws IOException {
        return name.type().cast(getOption(OptionValues.known(name)));
    }

    @Override
    protected Set<SocketOption<?>> supportedOptions() {
        return OptionValues.supported();
    }
}
