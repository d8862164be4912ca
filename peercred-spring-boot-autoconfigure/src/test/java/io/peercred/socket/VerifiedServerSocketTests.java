package io.peercred.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.connection.Resources;
import io.peercred.connection.SocketBindException;
import io.peercred.platform.NativeSupport;
import io.peercred.testing.Directories;
import io.peercred.testing.LingeringSocket;
import io.peercred.testing.Peer;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What libraries rely on in a listening socket, and whom it never shows them. */
@Timeout(60)
class VerifiedServerSocketTests {

    @TempDir
    Path directory;

    private Path path() {
        return this.directory.resolve("s");
    }

    private VerifiedServerSocketFactory factory(String more) {
        return new VerifiedServerSocketFactory("path=" + path() + ";expected-uid=self" + more);
    }

    private Socket client() throws IOException {
        return new VerifiedSocketFactory("path=" + path() + ";expected-uid=self").createSocket("localhost", 1);
    }

    @Test
    void acceptsWhoIsExpected() throws IOException {
        try (ServerSocket server = factory("").createServerSocket(4711, 5, null);
                Socket client = client();
                Socket accepted = server.accept()) {
            assertThat(accepted.isConnected()).isTrue();
            assertThat(accepted.getInetAddress().getHostName()).isEqualTo(path().toString());
            assertThat(VerifiedSocketFactory.peerOf(accepted).pid())
                    .isEqualTo(ProcessHandle.current().pid());
            client.getOutputStream().write("hello".getBytes());
            client.shutdownOutput();
            accepted.setSoTimeout(5000);
            assertThat(accepted.getInputStream().readAllBytes()).asString().isEqualTo("hello");
            accepted.getOutputStream().write("answer".getBytes());
            accepted.close();
            assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("answer");
        }
    }

    @Test
    void whoIsNotExpectedIsClosedAndNeverSeen(Warnings warnings) throws Exception {
        warnings.allow("the peer's user is not expected");
        Directories.open(this.directory);
        try (ServerSocket server = factory(";file-mode=0666").createServerSocket(0);
                Waiting<Socket> accepting = Waiting.on(server::accept);
                Peer refused = Peer.pythonAs(65534, """
                        for _ in range(50):
                            s = connect(argv[0]);
                            say(outcome(lambda: len(s.recv(10))))
                        """, path())) {
            long sockets = Resources.sockets();
            for (int i = 0; i < 50; i++) {
                assertThat(refused.line()).isEqualTo("0");
            }
            Resources.awaitSockets(sockets);
            try (Socket client = client()) {
                assertThat(VerifiedSocketFactory.peerOf(accepting.result()).uid())
                        .isEqualTo(NativeSupport.effectiveUid());
                accepting.result().close();
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
        }
        warnings.await("uid 65534");
        assertThat(warnings.count("Rejected the peer")).as("rate-limited").isEqualTo(1);
    }

    /** What it has sent takes as long to close as it likes. */
    @Test
    void whoIsRefusedDoesNotHoldTheOthersUp(Warnings warnings) throws Exception {
        warnings.allow("the peer's user is not expected");
        Directories.open(this.directory);
        try (ServerSocket server = factory(";file-mode=0666").createServerSocket(0);
                Peer refused = Peer.pythonAs(65534, LingeringSocket.SENDING + """
                        slow = [lingering(15) for i in range(5)]
                        for c in slow:
                            s = connect(argv[0])
                            send_lingering(s, c)
                        say('sent'); hear()
                        """, path())) {
            assertThat(refused.line()).isEqualTo("sent"); // Before anybody accepts.
            long start = System.nanoTime();
            try (Socket client = client();
                    Socket accepted = server.accept()) {
                assertThat(accepted.isConnected()).isEqualTo(client.isConnected());
                assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
            }
        }
    }

    @Test
    void whoWasNotAcceptedDoesNotHoldItsClosingUp() throws Exception {
        try (ServerSocket server = factory("").createServerSocket(0);
                Peer unheard = Peer.python(LingeringSocket.SENDING + """
                        for c in [lingering(15) for i in range(5)]:
                            s = connect(argv[0]); send_lingering(s, c)
                        say('sent'); hear()
                        """, path())) {
            assertThat(unheard.line()).isEqualTo("sent");
            long start = System.nanoTime();
            server.close();
            assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
        }
    }

    @Test
    void peersThatAreGoneAreAcceptedOrNotButNeverAFailure() throws IOException {
        try (ServerSocket server = factory("").createServerSocket(0)) {
            long sockets = Resources.sockets();
            for (int i = 0; i < 300; i++) {
                SocketChannel.open(UnixDomainSocketAddress.of(path())).close();
                try (Socket accepted = server.accept()) {
                    accepted.setTcpNoDelay(true);
                    accepted.setKeepAlive(true);
                    accepted.setSoTimeout(1000);
                    accepted.setSendBufferSize(10_000);
                    assertThat(accepted.getInputStream().read()).isEqualTo(-1);
                }
            }
            Resources.awaitSockets(sockets);
        }
    }

    @Test
    void acceptHasATimeoutAfterWhichItCanBeRepeated() throws IOException {
        try (ServerSocket server = factory("").createServerSocket()) {
            server.setSoTimeout(100);
            server.bind(new InetSocketAddress(0));
            for (int i = 0; i < 2; i++) {
                long start = System.nanoTime();
                assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(server::accept);
                assertThat(System.nanoTime() - start).isBetween(95_000_000L, 5_000_000_000L);
            }
            assertThat(server.getSoTimeout()).isEqualTo(100);
            try (Socket client = client();
                    Socket accepted = server.accept()) {
                assertThat(accepted.isConnected()).isEqualTo(client.isConnected());
            }
        }
    }

    /** A flood of those who are refused does not stretch it. */
    @Test
    void theTimeoutHoldsWhoeverIsRefusedMeanwhile(Warnings warnings) throws Exception {
        warnings.allow("the peer's user is not expected");
        long other = NativeSupport.effectiveUid() + 1;
        VerifiedServerSocketFactory factory =
                new VerifiedServerSocketFactory("path=" + path() + ";expected-uid=" + other + ";file-mode=0666");
        try (ServerSocket server = factory.createServerSocket(0)) {
            server.setSoTimeout(1000);
            Thread flood = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    try (SocketChannel peer = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                        peer.connect(UnixDomainSocketAddress.of(path()));
                        peer.read(ByteBuffer.allocate(1));
                    } catch (IOException ex) {
                        return; // The server is closed, or this thread was told to end.
                    }
                }
            });
            flood.start();
            try {
                long start = System.nanoTime();
                assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(server::accept);
                assertThat(System.nanoTime() - start).isBetween(995_000_000L, 8_000_000_000L);
            } finally {
                flood.interrupt();
                flood.join(10_000);
            }
        }
    }

    @Test
    void closingWakesWhoAcceptsAndRemovesTheFile() throws Exception {
        try (ServerSocket server = factory("").createServerSocket(0);
                Waiting<Socket> accepting = Waiting.on(server::accept);
                Waiting<Socket> another = Waiting.on(server::accept)) {
            assertThat(path()).exists();
            server.close();
            assertThat(accepting.failure()).isInstanceOf(SocketException.class).hasMessage("Socket closed");
            assertThat(another.failure()).isInstanceOf(SocketException.class);
            assertThat(path()).doesNotExist();
            server.close();
            assertThatExceptionOfType(SocketException.class).isThrownBy(server::accept);
        }
    }

    @Test
    void closingLeavesAFileThatIsNotOurs() throws IOException {
        try (ServerSocket server = factory("").createServerSocket(0)) {
            Files.delete(path());
            Files.writeString(path(), "another's");
            server.close();
            assertThat(path()).hasContent("another's");
        }
    }

    @Test
    void theInterruptionOfAPlatformThreadEndsNothing() throws Exception {
        try (ServerSocket server = factory("").createServerSocket(0);
                Waiting<Socket> accepting = Waiting.on(server::accept)) {
            accepting.thread().interrupt();
            try (Socket client = client();
                    Socket accepted = accepting.result()) {
                assertThat(accepted.isConnected()).isEqualTo(client.isConnected());
            }
        }
    }

    @Test
    void bindsSoundly() throws IOException {
        try (ServerSocket server = factory("").createServerSocket(0)) {
            assertThat(Files.getPosixFilePermissions(path()))
                    .as("nobody else is expected")
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            long sockets = Resources.sockets();
            for (int i = 0; i < 100; i++) {
                assertThatExceptionOfType(SocketBindException.class)
                        .isThrownBy(() -> factory("").createServerSocket(0))
                        .withMessageContaining("a server listens there");
            }
            assertThat(Resources.sockets()).isLessThanOrEqualTo(sockets);
            assertThat(server.getLocalPort()).isZero();
            assertThat(server.getInetAddress().getHostName()).isEqualTo(path().toString());
            assertThat(server).asString().contains("inbound endpoint " + path());
        }
        try (ServerSocket server =
                factory(";file-mode=rw-rw----;backlog=7;directory-check=warn").createServerSocket(0)) {
            assertThat(server.isBound()).isTrue();
            assertThat(Files.getPosixFilePermissions(path())).isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
        }
    }

    @Test
    void anArgumentThatCannotBeSaysWhatToWrite() {
        assertRefused("path=/run/s", "nothing says who may be at the other end of the inbound endpoint");
        assertRefused("path=/run/s;expected-uid=0;connect-timeout=1s", "connect-timeout: there is no such key");
        assertRefused("path=/run/s;expected-uid=0;file-mode=660", "file-mode: '660' is not a file mode");
        assertRefused("path=/run/s;expected-uid=0;backlog=0", "backlog: '0' is not a positive number");
        assertRefused("path=/run/s;expected-uid=0;file-owner=no-such-user", "file-owner: the system knows no user");
        assertRefused("path=/run/s;expected-uid=0;directory-check=off", "Write refuse or warn");
        assertRefused("path=@s;expected-uid=0;file-mode=0600", "file-mode: a socket in the abstract namespace");
    }

    private static void assertRefused(String argument, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VerifiedServerSocketFactory(argument))
                .withMessageContaining(words);
    }
}
