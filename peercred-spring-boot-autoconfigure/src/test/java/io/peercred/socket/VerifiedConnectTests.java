package io.peercred.socket;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.connection.FullBacklog;
import io.peercred.connection.Resources;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.platform.NativeSupport;
import io.peercred.testing.Peer;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** How a socket comes to be connected, or not. */
@Timeout(60)
class VerifiedConnectTests {

    private static final InetSocketAddress ANYWHERE = InetSocketAddress.createUnresolved("host.invalid", 4711);

    @TempDir
    Path directory;

    private Path path() {
        return this.directory.resolve("s");
    }

    private VerifiedSocketFactory factory(String more) {
        return new VerifiedSocketFactory("path=" + path() + ";expected-uid=self" + more);
    }

    private ServerSocketChannel listener() throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path()), 128);
    }

    @Test
    void hostAndPortMeanNothing() throws IOException {
        InetAddress some = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
        try (ServerSocketChannel listener = listener();
                Socket named = factory("").createSocket("host.invalid", 1);
                Socket numbered = factory("").createSocket(some, 2);
                Socket local = factory("").createSocket("host.invalid", 3, some, 4);
                Socket bound = factory("").createSocket(some, 5, some, 6);
                Socket later = factory("").createSocket()) {
            later.bind(new InetSocketAddress(some, 7));
            later.connect(ANYWHERE);
            for (Socket each : List.of(named, numbered, local, bound, later)) {
                each.getOutputStream().write('x');
                assertThat(each.isConnected()).isTrue();
                listener.accept().close();
            }
        }
    }

    @Test
    void aRefusedPeerGetsNoByteAndConnectSaysWhy(Warnings warnings) {
        warnings.allow("the peer's user is not expected");
        long self = NativeSupport.effectiveUid();
        VerifiedSocketFactory factory =
                new VerifiedSocketFactory("path=" + path() + ";expected-uid=" + (self + 1) + "," + (self + 2));
        try (Peer peer = Peer.python("""
                l = listen(argv[0]); say('listening')
                while True:
                    c, _ = l.accept(); say('read', len(c.recv(100)), 'bytes')
                """, path())) {
            peer.line();
            long sockets = Resources.sockets();
            for (int i = 0; i < 200; i++) {
                IOException failure =
                        catchThrowableOfType(IOException.class, () -> factory.createSocket("localhost", 1));
                assertThat(failure).isInstanceOf(SocketException.class).hasMessageContaining("uid " + self);
                assertThat(failure.getCause())
                        .isInstanceOfSatisfying(PeerRejectedException.class, ex -> assertThat(ex.reason())
                                .isEqualTo(Reason.UID_NOT_EXPECTED));
                assertThat(peer.line()).isEqualTo("read 0 bytes");
            }
            assertThat(Resources.sockets()).isLessThanOrEqualTo(sockets);
        }
        warnings.await("uid " + self);
        assertThat(warnings.count("Rejected the peer")).as("rate-limited").isEqualTo(1);
    }

    @Test
    void nobodyListening() {
        long sockets = Resources.sockets();
        for (int i = 0; i < 300; i++) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> factory("").createSocket("localhost", 1))
                    .withMessageContaining("there is no such socket");
        }
        assertThat(Resources.sockets()).isLessThanOrEqualTo(sockets);
    }

    @Test
    void theSmallerTimeoutCounts() throws IOException {
        try (FullBacklog full = new FullBacklog(path())) {
            assertTimesOut(factory(""), 300, 300);
            assertTimesOut(factory(";connect-timeout=200ms"), 30_000, 200);
            assertTimesOut(factory(";connect-timeout=200ms"), 0, 200);
        }
    }

    private static void assertTimesOut(VerifiedSocketFactory factory, int timeoutMillis, int actualMillis) {
        long sockets = Resources.sockets();
        long start = System.nanoTime();
        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(() -> factory.createSocket().connect(ANYWHERE, timeoutMillis))
                .withMessageContaining("backlog is full");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(actualMillis), Duration.ofMillis(actualMillis + 4000));
        assertThat(Resources.sockets()).isLessThanOrEqualTo(sockets);
    }

    @Test
    void closingWakesWhoConnects() throws Exception {
        try (FullBacklog full = new FullBacklog(path());
                Socket socket = factory("").createSocket();
                Waiting<Object> connecting = Waiting.on(() -> {
                    socket.connect(ANYWHERE, 30_000);
                    return "connected";
                })) {
            socket.close();
            assertThat(connecting.failure()).isInstanceOf(SocketException.class).hasMessage("Socket closed");
        }
    }

    @Test
    void anInterruptionEndsAWaitAtAFullBacklog() throws Exception {
        try (FullBacklog full = new FullBacklog(path());
                Socket socket = factory("").createSocket();
                Waiting<Object> connecting = Waiting.on(() -> {
                    socket.connect(ANYWHERE, 30_000);
                    return "connected";
                })) {
            connecting.thread().interrupt();
            assertThat(connecting.failure())
                    .isInstanceOf(InterruptedIOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    /** Such as one that cancels a statement after it was told to end. */
    @Test
    void whoIsInterruptedAlreadyConnectsAllTheSame() throws IOException {
        try (ServerSocketChannel listener = listener();
                Socket socket = factory("").createSocket()) {
            Thread.currentThread().interrupt();
            socket.connect(ANYWHERE, 5000);
            socket.getOutputStream().write('x');
            assertThat(Thread.interrupted()).as("still told to end").isTrue();
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void whatWasNeverConnectedHoldsNothing() throws IOException {
        VerifiedSocketFactory factory = factory("");
        long sockets = Resources.sockets();
        for (int i = 0; i < 300; i++) {
            Socket socket = factory.createSocket();
            socket.setTcpNoDelay(true);
            socket.setSendBufferSize(9999);
            assertThat(socket.getReceiveBufferSize()).isPositive();
            assertThat(Resources.sockets()).isLessThanOrEqualTo(sockets);
        }
        Socket closed = factory.createSocket();
        closed.close();
        assertThatExceptionOfType(SocketException.class).isThrownBy(() -> closed.connect(ANYWHERE));
        assertThat(Resources.sockets()).isLessThanOrEqualTo(sockets);
    }

    @Test
    void fiftyThreadsUseOneFactoryAndNothingIsLeft() throws Exception {
        VerifiedSocketFactory factory = factory(";connect-timeout=30s");
        try (Peer peer = Peer.python("""
                import threading
                l = listen(argv[0], 128); say('listening')
                def serve(c):
                    while True:
                        part = c.recv(4096)
                        if not part: break
                        c.sendall(part)
                    c.close()
                while True:
                    c, _ = l.accept(); threading.Thread(target=serve, args=(c,), daemon=True).start()
                """, path())) {
            peer.line();
            long sockets = Resources.sockets();
            ExecutorService threads = Executors.newFixedThreadPool(50);
            try {
                List<Future<byte[]>> echoes = new ArrayList<>();
                for (int i = 0; i < 400; i++) {
                    byte[] sent = ("number " + i).getBytes();
                    echoes.add(threads.submit(() -> echo(factory, sent)));
                }
                for (int i = 0; i < 400; i++) {
                    assertThat(echoes.get(i).get(30, TimeUnit.SECONDS))
                            .asString()
                            .isEqualTo("number " + i);
                }
            } finally {
                threads.shutdownNow();
            }
            Resources.awaitSockets(sockets);
        }
    }

    private static byte[] echo(VerifiedSocketFactory factory, byte[] sent) throws IOException {
        try (Socket socket = factory.createSocket("localhost", 1)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(sent);
            return socket.getInputStream().readNBytes(sent.length);
        }
    }
}
