package io.peercred.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.credentials.PeerVerification.NamedVerifier;
import io.peercred.credentials.ProcessPolicy;
import io.peercred.platform.Errno;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.NativeFailures;
import io.peercred.platform.NativeSupport;
import io.peercred.testing.Needs;
import io.peercred.testing.RawListener;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(30)
class ClientConnectionFactoryTests {

    private static final long OURS = NativeSupport.effectiveUid();

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    @AutoClose
    RawListener listener;

    private Path socket;

    @BeforeEach
    void listen() throws IOException {
        this.socket = this.directory.resolve("s");
        this.listener = RawListener.at(this.socket);
    }

    private TestSettings settings() {
        return TestSettings.at(this.socket);
    }

    private ClientConnectionFactory factory(TestSettings settings) {
        return new ClientConnectionFactory(
                settings.outbound().connect(), this.endpoints.deadlines, this.endpoints.reporter);
    }

    private VerifiedConnection open(TestSettings settings) throws IOException {
        return factory(settings).open(Long.MAX_VALUE, Ancillary.NONE);
    }

    @Test
    void whoMayListenIsConnectedTo() throws IOException {
        try (VerifiedConnection connection = open(settings())) {
            assertThat(connection.peer().uid()).isEqualTo(OURS);
            assertThat(connection.endpoint()).isEqualTo(settings().outbound().endpoint());
            assertThat(connection.isOpen()).isTrue();
        }
        assertThat(this.endpoints.events).isEmpty();
    }

    @Test
    void whoMayNotIsLeftAndReportedOnce(Warnings warnings) {
        warnings.allow("is not expected");
        long sockets = Resources.sockets();
        assertThatExceptionOfType(PeerRejectedException.class)
                .isThrownBy(() -> open(settings().uids(OURS ^ 0x80000000L)))
                .satisfies(ex -> assertThat(ex.reason()).isEqualTo(Reason.UID_NOT_EXPECTED))
                .satisfies(ex -> assertThat(this.endpoints.events)
                        .singleElement()
                        .satisfies(event -> assertThat(event.rejection()).isSameAs(ex)));
        Resources.awaitSockets(sockets);
    }

    @Test
    void everyVerifierIsAsked(Warnings warnings) {
        warnings.allow("it is late");
        NamedVerifier late = new NamedVerifier("late", (peer, endpoint) -> {
            throw new PeerRejectedException(Reason.VERIFIER_REJECTED, peer, endpoint, "it is late", null);
        });
        long sockets = Resources.sockets();
        assertThatExceptionOfType(PeerRejectedException.class)
                .isThrownBy(() -> open(settings().verifiers(late)))
                .withMessageContaining("it is late");
        Resources.awaitSockets(sockets);
    }

    @Test
    void aVerdictThatTakesTooLongIsNone() {
        NamedVerifier slow = new NamedVerifier(
                "slow", (peer, endpoint) -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1200)));
        long sockets = Resources.sockets();
        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(() -> open(settings().verifiers(slow).connectTimeout(Duration.ofSeconds(1))))
                .withMessageContainingAll("Judging the peer of ", "took too long");
        Resources.awaitSockets(sockets);
    }

    @Test
    void aVerdictThatTakesTooLongLetsTheProcessGo() throws IOException {
        Needs.pinning();
        Path program = Path.of("/proc/self/exe").toRealPath();
        NamedVerifier slow =
                new NamedVerifier("slow", (peer, endpoint) -> LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1)));
        TestSettings settings = settings()
                .process(new ProcessPolicy(Set.of(program), Set.of(), false))
                .verifiers(slow)
                .connectTimeout(Duration.ofMillis(500));
        long before = Resources.descriptors();
        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(() -> open(settings))
                .withMessageContaining("took too long");
        assertThat(Resources.descriptors()).isEqualTo(before);
    }

    @Test
    void theExchangesEndIsTheConnectsAsWell() {
        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(() -> factory(settings()).open(Deadlines.now(), Ancillary.NONE))
                .withMessageContaining("Could not connect to ");
    }

    @Test
    void whoDoesNotWantItAnyMoreHasNoConnection() {
        long sockets = Resources.sockets();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> factory(settings()).open(Long.MAX_VALUE, Ancillary.NONE, () -> {
                    throw new IOException("unwanted");
                }))
                .withMessage("unwanted");
        Resources.awaitSockets(sockets);
    }

    @Test
    void anInterruptionEndsItAndIsKept() {
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(InterruptedIOException.class)
                    .isThrownBy(() -> open(settings()))
                    .withMessageContaining("Interrupted while connecting to ");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aFullBacklogIsWaitedForAndNotLonger() throws IOException {
        Path full = this.directory.resolve("full");
        Duration timeout = Duration.ofMillis(250);
        try (FullBacklog backlog = new FullBacklog(full)) {
            assertThat(backlog).isNotNull();
            long start = System.nanoTime();
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> open(TestSettings.at(full).connectTimeout(timeout)))
                    .withMessageContaining("its backlog is full");
            assertThat(System.nanoTime() - start).isBetween(timeout.toNanos(), TimeUnit.SECONDS.toNanos(10));
        }
    }

    /** Root is spared these. */
    @ParameterizedTest
    @ValueSource(ints = {Errno.EACCES, Errno.EPERM})
    void aPermissionThatIsMissingIsNamed(int errno) {
        NativeCallException cause = NativeFailures.of(errno);
        assertThat(factory(settings()).translate(cause))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining(this.socket.toString())
                .hasMessageContaining("write permission on the socket")
                .hasCause(cause);
    }

    @Test
    void whatElseFailsIsSaid() {
        NativeCallException cause = NativeFailures.of(Errno.EINVAL);
        assertThat(factory(settings()).translate(cause))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(String.valueOf(cause.getMessage()))
                .hasCause(cause);
    }
}
