package io.peercred.integration;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.core.MessagingTemplate;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.ip.dsl.Tcp;
import org.springframework.integration.ip.tcp.connection.TcpNetClientConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpNetServerConnectionFactory;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;

import io.peercred.connection.FullBacklog;
import io.peercred.connection.Resources;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.socket.VerifiedServerSocketFactory;
import io.peercred.socket.VerifiedSocketFactory;
import io.peercred.testing.Directories;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Flows on Spring Integration's own TCP connection factories, over Unix sockets whose other end is verified. */
@Timeout(60)
class TcpSocketFactoryTests {

    private static final String CONNECTED_ASKS = """
            s = connect(argv[0])
            def ask():
                s.sendall(b'hello\\r\\n'); return read_exactly(s, 7).decode().strip()
            say(outcome(ask))
            """;

    @TempDir
    Path directory;

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    @AfterEach
    void close() {
        this.context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    static class Enabled {}

    private Path socket() {
        return this.directory.resolve("s");
    }

    /** Answers in capitals whoever has the expected uid. */
    private TcpNetServerConnectionFactory serve() {
        TcpNetServerConnectionFactory server = new TcpNetServerConnectionFactory(4711);
        server.setTcpSocketFactorySupport(VerifiedTcpSocketFactorySupport.server(
                new VerifiedServerSocketFactory("path=" + socket() + ";expected-uid=self;file-mode=0666")));
        server.setSoTimeout(20_000);
        server.setSoKeepAlive(true);
        server.setSoTcpNoDelay(true);
        this.context.registerBean("server", TcpNetServerConnectionFactory.class, () -> server);
        flow("serving", () -> IntegrationFlow.from(Tcp.inboundGateway(server))
                .handle(byte[].class, (payload, headers) -> new String(payload).toUpperCase())
                .get());
        return server;
    }

    /** What is sent to the channel {@code ask} goes there, each time on a connection of its own. */
    private TcpNetClientConnectionFactory call(String more) {
        TcpNetClientConnectionFactory client = new TcpNetClientConnectionFactory("host.invalid", 4711);
        client.setTcpSocketFactorySupport(VerifiedTcpSocketFactorySupport.client(
                new VerifiedSocketFactory("path=" + socket() + ";expected-uid=self" + more)));
        client.setSingleUse(true);
        client.setSoTimeout(20_000);
        client.setConnectTimeout(1);
        this.context.registerBean("client", TcpNetClientConnectionFactory.class, () -> client);
        flow(
                "calling",
                () -> flow ->
                        flow.channel("ask").handle(Tcp.outboundGateway(client).remoteTimeout(20_000)));
        return client;
    }

    private void flow(String name, Supplier<IntegrationFlow> flow) {
        this.context.registerBean(name, IntegrationFlow.class, flow);
    }

    private void start() {
        this.context.register(Enabled.class);
        this.context.refresh();
        if (this.context.containsBean("server")) {
            TcpNetServerConnectionFactory server = this.context.getBean(TcpNetServerConnectionFactory.class);
            Awaitility.await("a server that listens").until(server::isListening);
        }
    }

    private String ask(String question) {
        Object answer = new MessagingTemplate()
                .sendAndReceive(this.context.getBean("ask", MessageChannel.class), new GenericMessage<>(question))
                .getPayload();
        return new String((byte[]) answer);
    }

    @Test
    void exchangesGoBothWaysFromFiftyThreads() throws Exception {
        serve();
        call("");
        start();
        assertThat(ask("hello")).isEqualTo("HELLO");
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String question = "question " + i;
                answers.add(threads.submit(() -> ask(question)));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(answers.get(i).get(30, TimeUnit.SECONDS)).isEqualTo("QUESTION " + i);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aRefusedClientDoesNotEndTheServersLoop(Warnings warnings) {
        warnings.allow("the peer's user is not expected");
        Needs.root();
        Directories.open(this.directory);
        TcpNetServerConnectionFactory server = serve();
        call("");
        start();
        for (int i = 0; i < 3; i++) {
            try (Peer refused = Peer.pythonAs(65534, CONNECTED_ASKS, socket())) {
                assertThat(refused.line()).isIn("EOFError", "ConnectionResetError", "BrokenPipeError");
            }
            assertThat(ask("hello")).isEqualTo("HELLO");
        }
        assertThat(server.isListening()).isTrue();
        warnings.await("uid 65534");
    }

    @Test
    void peersThatAreGoneAtOnceDoNotEither() throws IOException {
        TcpNetServerConnectionFactory server = serve();
        call("");
        start();
        assertThat(ask("hello")).isEqualTo("HELLO");
        long sockets = Resources.sockets();
        for (int i = 0; i < 300; i++) {
            SocketChannel peer = SocketChannel.open(StandardProtocolFamily.UNIX);
            peer.connect(UnixDomainSocketAddress.of(socket()));
            peer.close();
        }
        assertThat(ask("hello")).isEqualTo("HELLO");
        assertThat(server.isListening()).isTrue();
        Resources.awaitSockets(sockets);
    }

    @Test
    void stoppingRemovesTheFileAndStartingAgainListens(Warnings warnings) {
        // Spring Integration's, where the stop comes between the write of an answer, which was read, and its flush.
        warnings.allow("Failed to send reply");
        TcpNetServerConnectionFactory server = serve();
        call("");
        start();
        assertThat(ask("hello")).isEqualTo("HELLO");
        server.stop();
        Awaitility.await("the file's removal").until(() -> Files.notExists(socket()));
        server.start();
        Awaitility.await("a server that listens").until(server::isListening);
        assertThat(ask("again")).isEqualTo("AGAIN");
    }

    @Test
    void aRefusedServerGetsNoByte(Warnings warnings) {
        warnings.allow("the peer's user is not expected");
        Directories.open(this.directory);
        try (Peer impostor = Peer.pythonAs(65534, """
                s = listen(argv[0]); say('listening')
                while True:
                    c, _ = s.accept(); say('read', len(c.recv(100)), 'bytes'); c.close()
                """, socket())) {
            impostor.line();
            call("");
            start();
            long sockets = Resources.sockets();
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(RuntimeException.class)
                        .isThrownBy(() -> ask("secret"))
                        .withRootCauseInstanceOf(PeerRejectedException.class)
                        .withStackTraceContaining("uid 65534");
                assertThat(impostor.line()).isEqualTo("read 0 bytes");
            }
            Resources.awaitSockets(sockets);
        }
    }

    @Test
    void connectingHasATimeoutAndCanBeInterrupted(Warnings warnings) throws Exception {
        warnings.allow("Tcp Gateway exception");
        TcpNetClientConnectionFactory client = call(";connect-timeout=1m");
        start();
        try (FullBacklog full = new FullBacklog(socket())) {
            assertThat(catchThrowable(() -> ask("hello"))).hasRootCauseInstanceOf(SocketTimeoutException.class);
            client.setConnectTimeout(60);
            FutureTask<Throwable> asking = new FutureTask<>(() -> catchThrowable(() -> ask("hello")));
            Thread thread = new Thread(asking);
            thread.start();
            Awaitility.await("a connect that waits")
                    .until(() -> List.of(thread.getStackTrace()).toString().contains("UnixSockets.connect"));
            thread.interrupt();
            assertThat(asking.get(10, TimeUnit.SECONDS))
                    .rootCause()
                    .isInstanceOf(InterruptedIOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void isForAClientOrForAServer() {
        VerifiedSocketFactory sockets = new VerifiedSocketFactory("path=/run/s;expected-uid=self");
        VerifiedTcpSocketFactorySupport client = VerifiedTcpSocketFactorySupport.client(sockets);
        assertThat(client.getSocketFactory()).isSameAs(sockets);
        assertThatIllegalStateException().isThrownBy(client::getServerSocketFactory);
        VerifiedTcpSocketFactorySupport server = VerifiedTcpSocketFactorySupport.server(
                new VerifiedServerSocketFactory("path=/run/s;expected-uid=self"));
        assertThatIllegalStateException().isThrownBy(server::getSocketFactory);
    }
}
