package io.peercred.activation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.ChildJvm;
import io.peercred.testing.Directories;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestClient;

import static org.assertj.core.api.Assertions.assertThat;

/** What an activated application does, and does not do, to a listener that its activator holds too. */
@Timeout(90)
class ActivatorTests {

    /** Listens, starts the command with the listener, says what it sees of it, and accepts again when it has ended. */
    private static final String ACTIVATOR = """
            s = listen(argv[0]); s.settimeout(None)
            flags = lambda: __import__('fcntl').fcntl(s, 3)
            before = flags()
            def start():
                pid = os.fork()
                if pid == 0:
                    os.dup2(s.fileno(), 3); os.set_inheritable(3, True)
                    os.dup2(2, 1)
                    os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='1', LISTEN_FDNAMES='clock')
                    os.execv(argv[1], argv[1:])
                say(pid); return pid
            pid = start()
            while True:
                command = hear()
                if command == 'flags': say('same' if flags() == before else 'changed')
                if command == 'end':
                    os.kill(pid, 15); say(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
                if command == 'accept':
                    c, _ = s.accept(); send_frame(c, b'the activator'); say('accepted')
                if command == 'again': pid = start()
                if not command: break
            """;

    @TempDir
    Path directory;

    private Path socket;

    @BeforeEach
    void path() {
        this.socket = Directories.open(this.directory).resolve("clock.sock");
    }

    private Peer activator(List<String> prefix, String... properties) {
        List<Object> arguments = new ArrayList<>(List.of(this.socket));
        arguments.addAll(prefix);
        arguments.addAll(ActivatedApplication.command(properties));
        return Peer.python(ACTIVATOR, arguments.toArray());
    }

    private Peer activator() {
        return activator(
                List.of(),
                "peercred.expected-uid=self",
                "peercred.inbound.clock.activation=systemd",
                "peercred.inbound.clock.request-channel=requests");
    }

    private String askFromAnywhere(String question) throws IOException {
        try (TestClient client = new TestClient(this.socket)) {
            return client.ask(question);
        }
    }

    @Test
    void clientsSeeTheServiceItselfOnceItListensAgain() throws IOException {
        Needs.root();
        try (Peer activator = activator(
                ChildJvm.as(1001),
                "peercred.expected-uid=0",
                "peercred.inbound.clock.activation=systemd",
                "peercred.inbound.clock.request-channel=requests")) {
            String service = activator.line();
            assertThat(Children.whoListens(this.socket)).isEqualTo("0 " + activator.pid());
            assertThat(askFromAnywhere("hello")).isEqualTo("hello clock " + service);
            assertThat(Children.whoListens(this.socket)).isEqualTo("1001 " + service);
        }
    }

    @Test
    void clientsKeepSeeingTheActivatorWhereTheServiceShallNotListenAgain() throws IOException {
        try (Peer activator = activator(
                List.of(),
                "peercred.expected-uid=self",
                "peercred.inbound.clock.activation=systemd",
                "peercred.inbound.clock.listen-again=false",
                "peercred.inbound.clock.request-channel=requests")) {
            String service = activator.line();
            assertThat(askFromAnywhere("hello")).isEqualTo("hello clock " + service);
            assertThat(Children.whoListens(this.socket)).endsWith(" " + activator.pid());
        }
    }

    @Test
    void stoppingLeavesTheListenerAndItsFileToTheActivator() throws IOException {
        try (Peer activator = activator()) {
            String service = activator.line();
            assertThat(askFromAnywhere("hello")).isEqualTo("hello clock " + service);
            activator.say("flags");
            assertThat(activator.line()).isEqualTo("same");
            activator.say("end");
            assertThat(activator.line()).isEqualTo("143");
            assertThat(Files.exists(this.socket)).isTrue();
            activator.say("flags");
            assertThat(activator.line()).isEqualTo("same");
            activator.say("accept");
            assertThat(askFromAnywhere("who is there?")).isEqualTo("the activator");
        }
    }

    @Test
    void whatIsConnectedWhileNobodyServesIsServedByTheNext() throws IOException {
        try (Peer activator = activator()) {
            String service = activator.line();
            assertThat(askFromAnywhere("hello")).isEqualTo("hello clock " + service);
            activator.say("end");
            assertThat(activator.line()).isEqualTo("143");
            try (TestClient client = new TestClient(this.socket)) {
                activator.say("again");
                String next = activator.line();
                assertThat(client.ask("hello")).isEqualTo("hello clock " + next);
            }
        }
    }
}
