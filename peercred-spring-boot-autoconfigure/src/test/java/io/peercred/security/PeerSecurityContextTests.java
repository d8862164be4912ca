package io.peercred.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

import io.peercred.connection.Deadlines;
import io.peercred.connection.InboundCounters;
import io.peercred.connection.InboundServer;
import io.peercred.connection.OutgoingMessage;
import io.peercred.connection.RejectionReporter;
import io.peercred.connection.RequestHandler;
import io.peercred.connection.SocketBindException;
import io.peercred.testing.Directories;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestClient;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** The security context of the threads that serve connections: while a request is handled, and afterwards. */
@Timeout(60)
class PeerSecurityContextTests {

    @TempDir
    Path directory;

    private Path socket;

    private final List<Authentication> meanwhile = new CopyOnWriteArrayList<>();
    private final List<SecurityContext> afterwards = new CopyOnWriteArrayList<>();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void path() {
        this.socket = Directories.open(this.directory).resolve("test.sock");
    }

    /** What a handler does to its caller. */
    enum Ending {
        ANSWER,
        EXCEPTION,
        ERROR,
        DENIAL,
        INTERRUPT,
        TOO_LATE
    }

    private interface Client {
        void run() throws IOException;
    }

    private void serve(
            TestSettings settings, RequestHandler handler, UnaryOperator<RequestHandler> around, Client client)
            throws IOException, SocketBindException {
        PeerSecurityContext security = new PeerSecurityContext(
                (peer, endpoint) -> List.of(), SecurityContextHolder.getContextHolderStrategy());
        try (Deadlines deadlines = new Deadlines();
                RejectionReporter reporter = new RejectionReporter(event -> {})) {
            InboundServer server = InboundServer.start(
                    settings.inbound(),
                    around.apply(security.around(handler)),
                    deadlines,
                    reporter,
                    new InboundCounters());
            try {
                client.run();
            } finally {
                server.abort();
            }
        }
    }

    private RequestHandler watched(RequestHandler handler) {
        return request -> {
            try {
                return handler.handle(request);
            } finally {
                boolean interrupted = Thread.interrupted();
                this.afterwards.add(SecurityContextHolder.getContext());
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    private OutgoingMessage end(Ending ending) throws InterruptedException {
        this.meanwhile.add(SecurityContextHolder.getContext().getAuthentication());
        SecurityContextHolder.setContext(new SecurityContextImpl(new TestingAuthenticationToken("left", "behind")));
        switch (ending) {
            case EXCEPTION -> throw new IllegalStateException("on purpose");
            case ERROR -> throw new AssertionError("on purpose");
            case DENIAL -> throw new IllegalStateException(new AccessDeniedException("on purpose"));
            case INTERRUPT -> Thread.currentThread().interrupt();
            case TOO_LATE ->
                assertThat(new CountDownLatch(1).await(400, TimeUnit.MILLISECONDS))
                        .isFalse();
            case ANSWER -> {}
        }
        return OutgoingMessage.of(new byte[] {'k'});
    }

    private void ask() throws IOException {
        try (TestClient client = new TestClient(this.socket)) {
            client.ask("please");
        } catch (UncheckedIOException ex) {
            assertThat(ex).hasCauseInstanceOf(IOException.class); // where the handler ends the connection
        }
    }

    private TestSettings settings() {
        return TestSettings.at(this.socket).replyTimeout(Duration.ofMillis(200));
    }

    @ParameterizedTest
    @EnumSource
    void isThePeersWhileItIsHandledAndGoneAfterwardsHoweverItEnds(Ending ending, Warnings warnings)
            throws IOException, SocketBindException {
        warnings.allow("on purpose");
        warnings.allow("its request could not be answered");
        serve(settings(), request -> end(ending), this::watched, () -> {
            ask();
            Awaitility.await().until(() -> this.afterwards.size() == 1);
            ask();
            Awaitility.await().until(() -> this.afterwards.size() == 2);
        });
        assertThat(this.meanwhile).hasSize(2).allMatch(PeerAuthenticationToken.class::isInstance);
        assertThat(this.afterwards)
                .allSatisfy(context -> assertThat(context.getAuthentication()).isNull());
    }

    @ParameterizedTest
    @EnumSource
    void whatWasThereBeforeIsThereAgainHoweverItEnds(Ending ending, Warnings warnings)
            throws IOException, SocketBindException {
        warnings.allow("on purpose");
        warnings.allow("its request could not be answered");
        SecurityContext before = new SecurityContextImpl(new TestingAuthenticationToken("before", "peercred"));
        UnaryOperator<RequestHandler> setBefore = handler -> {
            RequestHandler watched = watched(handler);
            return request -> {
                SecurityContextHolder.setContext(before);
                return watched.handle(request);
            };
        };
        serve(settings(), request -> end(ending), setBefore, () -> {
            ask();
            Awaitility.await().until(() -> this.afterwards.size() == 1);
        });
        assertThat(this.meanwhile).hasSize(1).allMatch(PeerAuthenticationToken.class::isInstance);
        assertThat(this.afterwards).hasSize(1).allMatch(context -> context == before);
    }

    private static final String ASK_AGAIN_AND_AGAIN = """
            s = connect(argv[0]); answers = set()
            for i in range(int(argv[1])):
                send_frame(s, b'who'); answers.add(read_frame(s).decode())
            say(*answers); s.close(); hear()
            """;

    private OutgoingMessage whoAmI() {
        Authentication first = SecurityContextHolder.getContext().getAuthentication();
        Thread.yield();
        Authentication second = SecurityContextHolder.getContext().getAuthentication();
        this.threads.add(Thread.currentThread().getName() + " " + first.getName());
        return OutgoingMessage.of((first.getName() + (first == second ? "" : " then " + second)).getBytes());
    }

    @Test
    void peersThatAreServedAtOnceAreNeverTakenForOneAnother() throws IOException, SocketBindException {
        Needs.root();
        serve(TestSettings.at(this.socket).uids(40001L, 40002L), request -> whoAmI(), this::watched, () -> {
            List<Peer> peers = new CopyOnWriteArrayList<>();
            try {
                for (int i = 0; i < 8; i++) {
                    peers.add(Peer.pythonAs(40001 + i % 2, ASK_AGAIN_AND_AGAIN, this.socket, 500));
                }
                for (int i = 0; i < 8; i++) {
                    assertThat(peers.get(i).line()).isEqualTo(Integer.toString(40001 + i % 2));
                }
            } finally {
                peers.forEach(Peer::close);
            }
        });
        assertThat(this.afterwards).hasSize(4000).allMatch(context -> context.getAuthentication() == null);
    }

    @Test
    void aPeerThatIsServedByTheThreadOfAnotherIsItself() throws IOException, SocketBindException {
        Needs.root();
        serve(TestSettings.at(this.socket).uids(40001L, 40002L), request -> whoAmI(), this::watched, () -> {
            for (int i = 0; i < 20 && !aThreadServedBoth(); i++) {
                long uid = 40001 + i % 2;
                try (Peer peer = Peer.pythonAs(uid, ASK_AGAIN_AND_AGAIN, this.socket, 1)) {
                    assertThat(peer.line()).isEqualTo(Long.toString(uid));
                }
            }
        });
        assertThat(aThreadServedBoth()).as("%s", this.threads).isTrue();
    }

    private boolean aThreadServedBoth() {
        return this.threads.stream()
                .map(entry -> entry.substring(0, entry.indexOf(' ')))
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()))
                .containsValue(2L);
    }
}
