package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.credentials.PeerVerification.NamedVerifier;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** Application code that takes its time over one peer holds up no other. */
@Timeout(60)
class SlowJudgementTests {

    private static final String CONNECT_TEN = """
            held = [connect(argv[0]) for i in range(10)]
            say('connected'); hear()
            """;

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void release() {
        this.released.countDown();
    }

    private void waitLong() {
        try {
            this.released.await();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isUs(Long pid) {
        return pid != null && pid == ProcessHandle.current().pid();
    }

    @Test
    void aVerifier() throws IOException {
        CountDownLatch asked = new CountDownLatch(10);
        TestSettings settings = TestSettings.at(this.directory.resolve("s"))
                .verifiers(new NamedVerifier("slow", (peer, endpoint) -> {
                    if (endpoint.direction() == Direction.INBOUND && !isUs(peer.pid())) {
                        asked.countDown();
                        waitLong();
                    }
                }));
        this.endpoints.serve(settings);
        try (Peer other = Peer.python(CONNECT_TEN, this.directory.resolve("s"))) {
            other.line();
            Awaitility.await().until(() -> asked.getCount() == 0);
            assertThat(Endpoints.call(this.endpoints.client(settings), "quick")).isEqualTo("quick");
            release();
        }
    }

    @Test
    void aListenerOfEventsAboutThoseThatAVerifierRejected(Warnings warnings) throws IOException {
        warnings.allow("a verifier rejected");
        this.endpoints.listener = event -> waitLong();
        TestSettings settings = TestSettings.at(this.directory.resolve("s"))
                .maxConnections(2, 2)
                .verifiers(new NamedVerifier("picky", (peer, endpoint) -> {
                    if (endpoint.direction() == Direction.INBOUND && !isUs(peer.pid())) {
                        throw new PeerRejectedException(Reason.VERIFIER_REJECTED, peer, endpoint);
                    }
                }));
        this.endpoints.serve(settings);
        try (Peer other = Peer.python(CONNECT_TEN, this.directory.resolve("s"))) {
            other.line();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> this.endpoints.counters.rejected() + this.endpoints.counters.overLimit() == 10);
            Awaitility.await().until(() -> Endpoints.call(this.endpoints.client(settings), "quick"), "quick"::equals);
            release();
        }
    }

    @Test
    void aListenerOfEventsAboutThoseThatThePolicyRejected(Warnings warnings) throws IOException {
        warnings.allow("uid 65534");
        SocketPaths.mode(0755, this.directory);
        this.endpoints.listener = event -> waitLong();
        TestSettings settings = TestSettings.at(this.directory.resolve("s")).maxConnections(2, 2);
        this.endpoints.serve(settings);
        try (Peer other = Peer.pythonAs(65534, CONNECT_TEN, this.directory.resolve("s"))) {
            other.line();
            Awaitility.await().until(() -> this.endpoints.counters.rejected() == 10);
            assertThat(Endpoints.call(this.endpoints.client(settings), "quick")).isEqualTo("quick");
            assertThat(this.endpoints.events).hasSize(1);
            release();
            Awaitility.await().until(() -> this.endpoints.events.size() == 10);
        }
    }
}
