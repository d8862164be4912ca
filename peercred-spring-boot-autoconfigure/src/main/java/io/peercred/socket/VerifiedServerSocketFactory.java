package io.peercred.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import javax.net.ServerSocketFactory;

import org.jspecify.annotations.Nullable;

import io.peercred.connection.BindSettings;
import io.peercred.connection.Deadlines;
import io.peercred.connection.RejectionReporter;
import io.peercred.connection.VerifiedListener;
import io.peercred.credentials.PeerVerification;

/**
 * Makes listening sockets for libraries that bring their own protocol: wherever they bind, it is to one Unix socket, and
 * {@code accept} returns only peers whom the kernel's word allows. Thread-safe.
 *
 * <p>Another peer's connection is closed without a byte, and a WARN line says so; {@code accept} waits on, as it does
 * where a connection fails while it is accepted or the process has no descriptor left. Closing the socket wakes whoever
 * accepts, and removes the file if it is still the one that was bound. Addresses, ports and backlogs that the library
 * gives are ignored; a bind that is not sound is a {@link io.peercred.connection.SocketBindException}.
 */
public final class VerifiedServerSocketFactory extends ServerSocketFactory {

    private final BindSettings settings;
    private final PeerVerification verification;
    private final Deadlines deadlines;
    private final RejectionReporter reporter;

    /**
     * Creates one by a text.
     *
     * @param argument keys of {@code peercred.inbound.NAME} with their values, separated by semicolons: {@code path} and
     *     at least one of {@code expected-uid}, {@code expected-user}, {@code expected-gid} and {@code expected-group};
     *     also {@code expected-executable}, {@code expected-unit}, {@code file-mode}, {@code file-owner}, {@code
     *     file-group}, {@code directory-check} and {@code backlog}. A list's values are separated by commas
     * @throws IllegalArgumentException that says what to write, if the text is null or wrong or names nobody
     * @throws io.peercred.platform.NativeSupportException if this system cannot say who a peer is
     */
    public VerifiedServerSocketFactory(@Nullable String argument) {
        this(Standalone.listening(argument), Standalone.DEADLINES, Standalone.REPORTER);
    }

    private VerifiedServerSocketFactory(
            Standalone.Listening listening, Deadlines deadlines, RejectionReporter reporter) {
        this(listening.settings(), listening.verification(), deadlines, reporter);
    }

    /**
     * Creates one by settings.
     *
     * @param settings where its sockets listen
     * @param verification who may connect; verifiers and the look at a process delay those behind it
     * @param deadlines whoever made it closes it
     * @param reporter told of each peer that is refused
     */
    public VerifiedServerSocketFactory(
            BindSettings settings, PeerVerification verification, Deadlines deadlines, RejectionReporter reporter) {
        this.settings = settings;
        this.verification = verification;
        this.deadlines = deadlines;
        this.reporter = reporter;
    }

    /** A socket that is not bound yet; nothing was opened. */
    @Override
    public ServerSocket createServerSocket() {
        VerifiedServerSocketImpl impl = new VerifiedServerSocketImpl(
                () -> VerifiedListener.open(this.settings, this.verification, this.deadlines, this.reporter));
        return new VerifiedServerSocket(impl, this.verification.endpoint());
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        return bound();
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return bound();
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, @Nullable InetAddress address) throws IOException {
        return bound();
    }

    private ServerSocket bound() throws IOException {
        ServerSocket socket = createServerSocket();
        boolean bound = false;
        try {
            socket.bind(null);
            bound = true;
            return socket;
        } finally {
            if (!bound) {
                socket.close();
            }
        }
    }

    @Override
    public String toString() {
        return "VerifiedServerSocketFactory[" + this.verification.endpoint() + "]";
    }
}
