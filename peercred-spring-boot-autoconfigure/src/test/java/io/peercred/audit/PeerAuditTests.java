package io.peercred.audit;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.actuate.autoconfigure.audit.AuditAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.peercred.autoconfigure.PeercredAuditAutoConfiguration;
import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerRejectedEvent;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.integration.PeercredInboundGateway;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Directories;
import io.peercred.testing.Echo;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestClient;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What the audit knows of real peers. */
@Timeout(60)
class PeerAuditTests {

    @TempDir
    Path directory;

    private Path socket;

    @BeforeEach
    void path() {
        this.socket = Directories.open(this.directory).resolve("clock.sock");
    }

    private ApplicationContextRunner application(AuditEventRepository repository) {
        return Applications.clock(this.socket)
                .withConfiguration(
                        AutoConfigurations.of(AuditAutoConfiguration.class, PeercredAuditAutoConfiguration.class))
                .withBean(AuditEventRepository.class, () -> repository)
                .withPropertyValues("peercred.inbound.clock.file-mode=0666")
                .withBean(Echo.class);
    }

    private static List<AuditEvent> events(ApplicationContext context, String type) {
        return context.getBean(AuditEventRepository.class).find(null, null, type);
    }

    private static AuditEvent event(ApplicationContext context, String type) {
        Awaitility.await().until(() -> !events(context, type).isEmpty());
        return events(context, type).get(0);
    }

    @Test
    void anImpostorIsThereWithWhoWhereAndWhy(Warnings warnings) {
        Needs.root();
        warnings.allow("Rejected the peer of");
        application(new InMemoryAuditEventRepository()).run(context -> {
            try (Peer impostor = Peer.pythonAs(40001, "s = connect(argv[0]); say(s.recv(1)); hear()", this.socket)) {
                AuditEvent event = event(context, "PEER_REJECTED");
                assertThat(event.getPrincipal()).isEqualTo("40001");
                assertThat(event.getData())
                        .containsEntry("endpoint", "clock")
                        .containsEntry("direction", "inbound")
                        .containsEntry("path", this.socket.toString())
                        .containsEntry("uid", 40001L)
                        .containsEntry("gid", 40001L)
                        .containsEntry("pid", impostor.pid())
                        .containsEntry("reason", "UID_NOT_EXPECTED")
                        .hasEntrySatisfying(
                                "message",
                                words -> assertThat(words).asString().contains("expected uid 0", "actual uid 40001"));
            }
            assertThat(events(context, "PEER_CONNECTED")).isEmpty();
        });
    }

    @Test
    void aServerThatIsNotExpectedIsThereAsOutbound(Warnings warnings) {
        Needs.root();
        warnings.allow("Rejected the peer of");
        Path other = this.directory.resolve("other.sock");
        try (Peer impostor = Peer.pythonAs(40001, "s = listen(argv[0]); say('listening'); hear()", other)) {
            assertThat(impostor.line()).isEqualTo("listening");
            application(new InMemoryAuditEventRepository())
                    .withPropertyValues("peercred.outbound.clock.path=" + other)
                    .run(context -> {
                        assertThatExceptionOfType(PeerRejectedException.class)
                                .isThrownBy(() -> context.getBean(VerifiedSocketTemplate.class)
                                        .convertSendAndReceive("clock", "please", String.class));
                        assertThat(event(context, "PEER_REJECTED").getData())
                                .containsEntry("direction", "outbound")
                                .containsEntry("path", other.toString());
                    });
        }
    }

    @Test
    void connectionsAreThereWhereAsked() {
        application(new InMemoryAuditEventRepository())
                .withPropertyValues("peercred.audit.connections=true")
                .run(context -> {
                    try (TestClient client = new TestClient(this.socket)) {
                        assertThat(client.ask("one") + client.ask("two")).isEqualTo("onetwo");
                    }
                    assertThat(events(context, "PEER_CONNECTED"))
                            .singleElement()
                            .satisfies(event -> assertThat(event.getData())
                                    .containsEntry("endpoint", "clock")
                                    .containsEntry("direction", "inbound")
                                    .containsEntry(
                                            "pid", ProcessHandle.current().pid())
                                    .containsKeys("uid", "gid", "path", "connection"));
                    assertThat(events(context, "PEER_REJECTED")).isEmpty();
                });
    }

    @Test
    void whoIsNotKnownHasAPrincipalAndLongWordsAreCutToOneLine() {
        application(new InMemoryAuditEventRepository()).run(context -> {
            context.publishEvent(new PeerRejectedEvent(new PeerRejectedException(
                    Reason.UNKNOWN_PEER,
                    null,
                    new Endpoint("clock", Direction.INBOUND, "/run/clock"),
                    "forged\nline " + "x".repeat(10_000),
                    null)));
            AuditEvent event = event(context, "PEER_REJECTED");
            assertThat(event.getPrincipal()).isEqualTo("unknown");
            assertThat(event.getData()).doesNotContainKeys("uid", "gid", "pid");
            assertThat(event.getData().get("message").toString())
                    .contains("forged?line xxx")
                    .hasSize(501);
        });
    }

    @Test
    void aFloodAtASlowRepositoryKeepsNobodyWaitingAndTakesBoundedMemory(Warnings warnings) {
        Needs.root();
        warnings.allow("Rejected the peer of");
        SlowRepository slow = new SlowRepository();
        application(slow).run(context -> {
            try (Peer flood = Peer.pythonAs(40001, """
                    for i in range(2500):
                        s = connect(argv[0]); outcome(lambda: s.recv(1)); s.close()
                    say('refused'); hear()
                    """, this.socket)) {
                assertThat(flood.line()).isEqualTo("refused");
                try (TestClient expected = new TestClient(this.socket)) {
                    assertThat(expected.ask("still there?")).isEqualTo("still there?");
                }
            }
            assertThat(context.getBean(PeercredInboundGateway.class).counters().rejected())
                    .isEqualTo(2500);
            slow.open.countDown();
            Awaitility.await()
                    .until(() -> slow.find("40001", null, "PEER_REJECTED").size() >= 1000);
            Awaitility.await()
                    .during(200, TimeUnit.MILLISECONDS)
                    .until(() -> slow.find("40001", null, "PEER_REJECTED").size() <= 1025);
        });
    }

    /** Takes nothing until it is opened. */
    static final class SlowRepository extends InMemoryAuditEventRepository {

        final CountDownLatch open = new CountDownLatch(1);

        SlowRepository() {
            super(10_000);
        }

        @Override
        public void add(AuditEvent event) {
            try {
                assertThat(this.open.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException ex) {
                throw new AssertionError(ex);
            }
            super.add(event);
        }
    }
}
