package io.peercred.security;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

import io.peercred.autoconfigure.PeercredSecurityAutoConfiguration;
import io.peercred.connection.InboundCounters;
import io.peercred.connection.PeercredHeaders;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.SenderCredentials;
import io.peercred.integration.PeercredInboundGateway;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Directories;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** What real peers may ask a handler that Spring Security guards. */
@Timeout(60)
class PeerSecurityTests {

    private static final String ASK = """
            s = connect(argv[0])
            def ask():
                send_frame(s, b'please'); return read_frame(s).decode()
            say(outcome(ask)); hear()
            """;

    private static final String[] NO_ANSWER = {"EOFError", "ConnectionResetError", "BrokenPipeError"};

    @TempDir
    Path directory;

    private Path socket;

    @BeforeEach
    void needsOtherUsers() {
        Needs.root();
        this.socket = Directories.open(this.directory).resolve("clock.sock");
    }

    private ApplicationContextRunner application() {
        return Applications.clock(this.socket)
                .withConfiguration(AutoConfigurations.of(PeercredSecurityAutoConfiguration.class))
                .withUserConfiguration(Desk.class)
                .withPropertyValues(
                        "peercred.inbound.clock.expected-uid=40001,40002,40003",
                        "peercred.security.authorities.backup=uid:40001,gid:40100",
                        "peercred.security.authorities.ROLE_OPS=gid:40002");
    }

    private Peer as(long uid, String groups) {
        return Peer.python("become(%d, %d, [%s])\n".formatted(uid, uid, groups) + ASK, this.socket);
    }

    @Test
    void aUserAndAMemberOfASupplementaryGroupMayAskByTheirAuthority() {
        application().run(context -> {
            try (Peer user = as(40001, "");
                    Peer member = as(40002, "40100")) {
                assertThat(user.line()).isEqualTo("40001 [backup]");
                assertThat(member.line()).isEqualTo("40002 [backup, ROLE_OPS]");
                PeerAuthenticationToken token = context.getBean(Desk.Watch.class).meanwhile.stream()
                        .map(seen -> (PeerAuthenticationToken) seen.authentication())
                        .filter(each -> each.getPrincipal().uid() == 40001)
                        .findFirst()
                        .orElseThrow();
                assertThat(token.getPrincipal().pid()).isEqualTo(user.pid());
                assertThat(token.getDetails()).isInstanceOfSatisfying(PeerAuthenticationDetails.class, details -> {
                    assertThat(details.endpoint().path()).isEqualTo(this.socket.toString());
                    assertThat(details.connectionId()).startsWith("clock-");
                });
            }
        });
    }

    @Test
    void whoHasNotTheAuthorityIsDeniedInOneLineAndTheConnectionEnds(Warnings warnings) {
        application().run(context -> {
            try (Peer other = as(40003, "")) {
                assertThat(other.line()).isIn((Object[]) NO_ANSWER);
                assertThat(warnings.await("Denied a request"))
                        .isEqualTo("Denied a request at the inbound endpoint 'clock' (" + this.socket
                                + ") to uid 40003, gid 40003, pid " + other.pid() + ": Access Denied");
            }
            try (Peer again = as(40003, "")) {
                assertThat(again.line()).isIn((Object[]) NO_ANSWER);
            }
            assertThat(warnings.count("Denied")).as("lines in ten seconds").isOne();
            assertThat(context.getBean(Desk.Watch.class).meanwhile).isEmpty();
            InboundCounters counters =
                    context.getBean(PeercredInboundGateway.class).counters();
            assertThat(counters.denied()).isEqualTo(2);
            assertThat(counters.handlerFailures()).isZero();
            try (Peer served = as(40001, "")) {
                assertThat(served.line()).startsWith("40001");
            }
        });
    }

    @Test
    void withErrorRepliesWhoIsDeniedIsToldAndItsConnectionStays(Warnings warnings) {
        application()
                .withPropertyValues("peercred.inbound.clock.error-replies=true")
                .run(context -> {
                    String askTwice = """
                    become(40003, 40003)
                    s = connect(argv[0])
                    for i in range(2):
                        send_frame(s, b'please')
                        length = struct.unpack('>I', read_exactly(s, 4))[0]
                        say(length >> 31, read_exactly(s, length & 0x7fffffff).decode())
                    hear()
                    """;
                    try (Peer other = Peer.python(askTwice, this.socket)) {
                        for (int i = 0; i < 2; i++) {
                            assertThat(other.line())
                                    .isEqualTo("1 {\"error\":\"denied\",\"message\":\"The request is not allowed.\"}");
                        }
                    }
                    warnings.await("Denied a request at the inbound endpoint 'clock'");
                    InboundCounters counters =
                            context.getBean(PeercredInboundGateway.class).counters();
                    assertThat(counters.accepted()).as("connections").isOne();
                    assertThat(counters.denied()).isEqualTo(2);
                    assertThat(context.getBean(Desk.Watch.class).meanwhile).isEmpty();
                    assertThat(context.getBean(Desk.Watch.class).afterwards)
                            .allSatisfy(
                                    seen -> assertThat(seen.authentication()).isNull());
                });
    }

    @Test
    void anImpostorIsNotEvenAskedForAuthorities(Warnings warnings) {
        warnings.allow("Rejected the peer of");
        application()
                .withBean(PeerAuthoritiesMapper.class, () -> (peer, endpoint) -> {
                    throw new AssertionError("asked about " + peer);
                })
                .run(context -> {
                    try (Peer impostor = as(40004, "40001, 40100")) {
                        assertThat(impostor.line()).isIn((Object[]) NO_ANSWER);
                        warnings.await("actual uid 40004");
                    }
                    assertThat(context.getBean(Desk.Watch.class).afterwards).isEmpty();
                });
    }

    @Test
    void anApplicationsOwnMapperDecidesByPeerAndEndpoint(Warnings warnings) {
        PeerAuthoritiesMapper own = (peer, endpoint) -> {
            if (peer.uid() == 40002) {
                throw new IllegalStateException("no directory");
            }
            return List.of(new SimpleGrantedAuthority(endpoint.name().equals("clock") ? "backup" : "none"));
        };
        application().withBean(PeerAuthoritiesMapper.class, () -> own).run(context -> {
            try (Peer served = as(40003, "");
                    Peer failed = as(40002, "40100")) {
                assertThat(served.line()).isEqualTo("40003 [backup]");
                assertThat(failed.line()).isIn((Object[]) NO_ANSWER);
                warnings.await("no directory");
            }
        });
    }

    @Test
    void aMapperThatReturnsNullIsAFailureAndNoAuthority(Warnings warnings) {
        application()
                .withBean(PeerAuthoritiesMapper.class, () -> (peer, endpoint) -> null)
                .run(context -> {
                    try (Peer peer = as(40001, "")) {
                        assertThat(peer.line()).isIn((Object[]) NO_ANSWER);
                        warnings.await("A PeerAuthoritiesMapper returned null");
                    }
                });
    }

    @Test
    void onAConnectionWhoseMessagesAreJudgedEachHasItsOwnWritersAuthorities(Warnings warnings) {
        warnings.allow("Denied a request");
        application()
                .withPropertyValues(
                        "peercred.inbound.clock.credentials=message",
                        "peercred.outbound.clock.pool.max-active=1",
                        "peercred.security.authorities.backup=uid:40001,uid:40002",
                        "peercred.security.authorities.ROLE_OPS=gid:40002")
                .run(context -> {
                    VerifiedSocketTemplate template = context.getBean(VerifiedSocketTemplate.class);
                    for (int i = 0; i < 20; i++) {
                        assertThat(answer(template, 40001)).isEqualTo("40001 [backup]");
                        assertThat(answer(template, 40002)).isEqualTo("40002 [backup, ROLE_OPS]");
                    }
                    assertThat(context.getBean(PeercredInboundGateway.class)
                                    .counters()
                                    .accepted())
                            .as("connections")
                            .isOne();
                    assertThat(context.getBean(Desk.Watch.class).meanwhile)
                            .allSatisfy(seen -> assertThat(seen.authentication().getPrincipal())
                                    .isInstanceOfSatisfying(PeerCredentials.class, peer -> assertThat(peer.moment())
                                            .isEqualTo(PeerCredentials.Moment.SEND)));
                });
    }

    private static Object answer(VerifiedSocketTemplate template, long uid) throws IOException {
        Message<?> request = MessageBuilder.withPayload("please")
                .setHeader(PeercredHeaders.SENDER_CREDENTIALS, SenderCredentials.of(uid, uid))
                .build();
        return template.sendAndReceive("clock", request).getPayload();
    }
}
