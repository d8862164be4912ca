package io.peercred.activation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.peercred.connection.Handover;
import io.peercred.connection.SocketActivator;
import io.peercred.testing.Peer;
import io.peercred.testing.TestClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Children that serve the socket which another process has bound for them, by either way to pass it. */
@Timeout(90)
class HandoverTests {

    @TempDir
    Path directory;

    private Path socket;

    @BeforeEach
    void path() {
        this.socket = this.directory.resolve("clock.sock");
    }

    private SocketActivator bind() throws IOException {
        return SocketActivator.at(this.socket.toString()).bind();
    }

    @ParameterizedTest
    @EnumSource
    void aChildServesWhoConnectedBeforeItWasStarted(Handover handover) throws IOException {
        try (SocketActivator activator = bind();
                TestClient early = new TestClient(this.socket);
                Peer child = Children.echo(activator, handover)) {
            assertThat(early.ask("early")).isEqualTo("early " + child.pid());
            try (TestClient late = new TestClient(this.socket)) {
                assertThat(late.ask("late")).isEqualTo("late " + child.pid());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anApplicationOfOursServesItAndIsSeenFromThenOn(Handover handover) throws IOException {
        try (SocketActivator activator = bind();
                TestClient early = new TestClient(this.socket);
                Peer child = Children.application(activator, handover)) {
            assertThat(early.ask("early")).isEqualTo("early clock " + child.pid());
            assertThat(Children.whoListens(this.socket)).endsWith(" " + child.pid());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoConnectsAfterAChildWasKilledIsServedByTheNext(Handover handover) throws IOException {
        try (SocketActivator activator = bind()) {
            for (int i = 0; i < 5; i++) {
                try (TestClient first = new TestClient(this.socket);
                        TestClient second = new TestClient(this.socket);
                        Peer child = Children.echo(activator, handover)) {
                    assertThat(first.ask("one")).isEqualTo("one " + child.pid());
                    assertThat(second.ask("two")).isEqualTo("two " + child.pid());
                    child.kill();
                    assertThat(child.exitCode()).isEqualTo(137);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void severalChildrenShareIt(Handover handover) throws IOException {
        try (SocketActivator activator = bind();
                Peer one = Children.start(activator, handover, "c, _ = s.accept(); say('served'); hold = c.recv(1)");
                Peer two = Children.start(activator, handover, "c, _ = s.accept(); say('served'); hold = c.recv(1)");
                TestClient first = new TestClient(this.socket);
                TestClient second = new TestClient(this.socket)) {
            assertThat(first.channel().isConnected() && second.channel().isConnected())
                    .isTrue();
            assertThat(List.of(one.line(), two.line())).containsOnly("served");
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingTheParentsCopyLeavesTheChildsAndTheFile(Handover handover) throws IOException {
        try (SocketActivator activator = bind();
                Peer child = Children.echo(activator, handover);
                TestClient before = new TestClient(this.socket)) {
            assertThat(before.ask("before")).isEqualTo("before " + child.pid());
            activator.close();
            assertThat(this.socket).exists();
            assertThat(before.ask("still")).isEqualTo("still " + child.pid());
            try (TestClient after = new TestClient(this.socket)) {
                assertThat(after.ask("after")).isEqualTo("after " + child.pid());
            }
        }
    }

    @Test
    void aPassedDescriptorIsAnnouncedToTheChildAndNothingElseIsPassed() throws IOException {
        try (SocketActivator activator =
                        SocketActivator.at(this.socket.toString()).name("clock").bind();
                Peer child = Children.start(activator, Handover.LISTEN_FDS, """
                        say(*[os.environ.get('LISTEN_' + n) for n in ('PID', 'FDS', 'FDNAMES')])
                        say(os.readlink('/proc/self/fd/0'))
                        say(sorted(int(f) for f in os.listdir('/proc/self/fd'))[:4])
                        say(len([f for f in os.listdir('/proc/self/fd') if int(f) > 2 and int(f) != s.fileno()]))
                        """)) {
            assertThat(child.line()).isEqualTo(child.pid() + " 1 clock");
            assertThat(child.line()).isEqualTo("/dev/null");
            assertThat(child.line()).startsWith("[0, 1, 2, 3");
            assertThat(child.line()).as("only the listing's own").isEqualTo("1");
        }
    }

    @Test
    void asStandardInputItIsNotAnnounced() throws IOException {
        try (SocketActivator activator = bind();
                Peer child = Children.start(activator, Handover.STANDARD_INPUT, "say('LISTEN_FDS' in os.environ)")) {
            assertThat(child.line()).isEqualTo("False");
        }
    }

    /** Of what waits for the child, too. */
    @Test
    void theKernelSaysOfEveryByteWhoWroteItWhereAsked() throws IOException {
        try (SocketActivator activator = SocketActivator.at(this.socket.toString())
                        .passCredentials()
                        .bind();
                TestClient early = new TestClient(this.socket)) {
            early.channel().write(ByteBuffer.wrap(new byte[] {1}));
            try (Peer child = Children.start(activator, Handover.LISTEN_FDS, """
                    c, _ = s.accept()
                    data, ancillary, flags, _ = c.recvmsg(1, socket.CMSG_SPACE(12))
                    say(*[struct.unpack('III', value)[0] for level, kind, value in ancillary])
                    """)) {
                assertThat(child.line())
                        .isEqualTo(Long.toString(ProcessHandle.current().pid()));
            }
        }
    }
}
