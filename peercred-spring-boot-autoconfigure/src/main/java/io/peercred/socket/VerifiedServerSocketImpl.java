package io.peercred.socket;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOptions;

import org.jspecify.annotations.Nullable;

import io.peercred.connection.SocketBindException;
import io.peercred.connection.VerifiedListener;

/** What a {@link java.net.ServerSocket} does, over a listener that accepts only peers who may connect. */
final class VerifiedServerSocketImpl extends SocketImpl {

    private final Opening opening;
    private final OptionValues options = new OptionValues();
    private volatile @Nullable VerifiedListener listener;
    private boolean closed;

    /** Binds and listens. */
    interface Opening {
        VerifiedListener open() throws SocketBindException;
    }

    VerifiedServerSocketImpl(Opening opening) {
        this.opening = opening;
    }

    @Override
    protected void create(boolean stream) {
        this.fd = new FileDescriptor(); // Its number stays with the listener, which knows when it is given away.
    }

    /** Binding and listening are one, so that nobody connects to a file that is not yet what it shall be. */
    @Override
    protected void bind(InetAddress host, int port) {
        this.address = host;
        this.localport = port;
    }

    @Override
    protected synchronized void listen(int backlog) throws IOException {
        if (this.closed) {
            throw new SocketException("Socket closed");
        }
        this.listener = this.opening.open();
    }

    @Override
    protected void accept(SocketImpl socket) throws IOException {
        VerifiedListener current = this.listener;
        if (current == null) {
            throw new SocketException("Not listening");
        }
        int timeoutMillis = (Integer) this.options.get(SocketOptions.SO_TIMEOUT, null);
        ((VerifiedSocketImpl) socket).accepted(current.accept(timeoutMillis));
    }

    @Override
    protected void close() throws IOException {
        VerifiedListener current;
        synchronized (this) {
            this.closed = true;
            current = this.listener;
        }
        if (current != null) {
            current.close();
        }
    }

    @Override
    public void setOption(int option, Object value) throws SocketException {
        this.options.set(option, value, null);
    }

    @Override
    public Object getOption(int option) throws SocketException {
        return this.options.get(option, null);
    }

    @Override
    protected void connect(String host, int port) throws SocketException {
        throw listening();
    }

    @Override
    protected void connect(InetAddress host, int port) throws SocketException {
        throw listening();
    }

    @Override
    protected void connect(SocketAddress address, int timeout) throws SocketException {
        throw listening();
    }

    @Override
    protected InputStream getInputStream() throws SocketException {
        throw listening();
    }

    @Override
    protected OutputStream getOutputStream() throws SocketException {
        throw listening();
    }

    @Override
    protected int available() throws SocketException {
        throw listening();
    }

    @Override
    protected void sendUrgentData(int data) throws SocketException {
        throw listening();
    }

    private static SocketException listening() {
        return new SocketException("A listening socket");
    }
}
