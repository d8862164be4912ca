package io.peercred.integration;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

import io.peercred.connection.PeercredHeaders;
import io.peercred.credentials.PeerRejectedEvent;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.testing.Applications;
import io.peercred.testing.Directories;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** A client binds its own socket to any name it likes, and a server can read that. It is no word on who the client is. */
@Timeout(60)
class BoundClientTests {

    private static final long EXPECTED = 3_000_000_000L;

    /** In each of the names; they have the escapes of Python. */
    private static final String MARK = "so-called";

    private static final List<String> NAMES = List.of(
            "so-called;uid=0;gid=0;pid=1;",
            "so-called;uid=3000000000;gid=3000000000;",
            "so-called: uid 3000000000, gid 3000000000, pid 1",
            "so-called\\n2026-01-01 WARN Rejected the peer of inbound endpoint 'clock': actual uid 0 (root)\\n",
            "so-called\\r\\x1b[2K{}%n${java.version}\\xff\\xe2\\x80\\xa8",
            "so-called;uid=0;\\n" + "x".repeat(90));

    private static final String BIND_AND_ASK = """
            name = argv[1].encode().decode('unicode_escape').encode('latin-1')
            assert 'xxx' not in argv[1] or len(name) == 107
            os.chdir(os.path.dirname(argv[0]))
            s = socket.socket(socket.AF_UNIX); s.settimeout(20)
            s.bind(b'\\0' + name if argv[2] == 'abstract' else name); s.connect(argv[0])
            def ask():
                send_frame(s, b'hello'); return read_frame(s).decode()
            say(outcome(ask)); hear()
            """;

    /** The values of the property {@code credentials}. */
    enum Judged {
        CONNECTION,
        MESSAGE
    }

    /** Where a name lives. */
    enum Kind {
        FILE,
        ABSTRACT
    }

    @TempDir
    Path directory;

    @BeforeEach
    void needsOtherUsers() {
        Needs.root();
    }

    private Path path() {
        return Directories.open(this.directory).resolve("clock.sock");
    }

    private ApplicationContextRunner application(Judged judged) {
        return Applications.clock(path())
                .withBean(Clerk.class)
                .withPropertyValues(
                        "peercred.inbound.clock.expected-uid=" + EXPECTED,
                        "peercred.inbound.clock.credentials=" + judged.name().toLowerCase(Locale.ROOT));
    }

    private static Object[] arguments(Path path, String name, Kind kind) {
        return new Object[] {path, name, kind.name().toLowerCase(Locale.ROOT)};
    }

    @ParameterizedTest
    @EnumSource
    void isServedAsWhoItIsAndNoHeaderKnowsTheName(Judged judged) {
        application(judged).run(context -> {
            Clerk clerk = context.getBean(Clerk.class);
            for (String name : NAMES) {
                for (Kind kind : Kind.values()) {
                    try (Peer client = Peer.pythonAs(EXPECTED, BIND_AND_ASK, arguments(path(), name, kind))) {
                        assertThat(client.line()).isEqualTo("hello");
                        MessageHeaders headers = clerk.served.remove(0);
                        assertThat(headers.get(PeercredHeaders.PEER))
                                .hasToString("uid 3000000000, gid 3000000000, pid " + client.pid());
                        assertThat(headers.toString()).doesNotContain(MARK, "\n", "\r");
                    }
                }
            }
            assertThat(clerk.rejected).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedAsWhoItIsInOneLineThatDoesNotKnowTheName(Judged judged, Warnings warnings) {
        warnings.allow("Rejected the peer of");
        application(judged).run(context -> {
            Clerk clerk = context.getBean(Clerk.class);
            long stranger = EXPECTED;
            for (String name : NAMES) {
                for (Kind kind : Kind.values()) {
                    stranger++; // Of one user's rejections only the first has a line at once.
                    try (Peer client = Peer.pythonAs(stranger, BIND_AND_ASK, arguments(path(), name, kind))) {
                        assertThat(client.line()).isIn("EOFError", "ConnectionResetError", "BrokenPipeError");
                        assertRefused(
                                clerk, warnings, "uid " + stranger + ", gid " + stranger + ", pid " + client.pid());
                    }
                }
            }
            assertThat(clerk.served).isEmpty();
        });
    }

    /** Root may connect in order to speak for another; it does that by its messages, not by a name. */
    @Test
    void whoseMessagesAreJudgedIsRefusedByThemOnly(Warnings warnings) {
        application(Judged.MESSAGE).run(context -> {
            Clerk clerk = context.getBean(Clerk.class);
            try (Peer root = Peer.python(BIND_AND_ASK, arguments(path(), NAMES.get(1), Kind.FILE))) {
                assertThat(root.line()).isIn("EOFError", "ConnectionResetError", "BrokenPipeError");
                assertRefused(clerk, warnings, "uid 0 (root), gid 0 (root), pid " + root.pid());
            }
            assertThat(clerk.served).isEmpty();
        });
    }

    private void assertRefused(Clerk clerk, Warnings warnings, String who) {
        assertThat(warnings.await("actual " + who))
                .isEqualTo("Rejected the peer of inbound endpoint 'clock' (" + path()
                        + "): the peer's user is not expected; expected uid 3000000000; actual " + who);
        Awaitility.await().until(() -> !clerk.rejected.isEmpty());
        PeerRejectedException rejection = clerk.rejected.remove(0);
        assertThat(rejection.reason()).isEqualTo(Reason.UID_NOT_EXPECTED);
        assertThat(rejection.getMessage()).endsWith("; actual " + who).doesNotContain(MARK, "\n", "\r");
    }

    static class Clerk {

        final List<MessageHeaders> served = new CopyOnWriteArrayList<>();
        final List<PeerRejectedException> rejected = new CopyOnWriteArrayList<>();

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        Object handle(Message<?> request) {
            this.served.add(request.getHeaders());
            return request.getPayload();
        }

        @EventListener
        void on(PeerRejectedEvent event) {
            this.rejected.add(event.rejection());
        }
    }
}
