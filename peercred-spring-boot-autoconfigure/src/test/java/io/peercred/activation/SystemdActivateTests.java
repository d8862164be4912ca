package io.peercred.activation;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestClient;

import static org.assertj.core.api.Assertions.assertThat;

/** An application that systemd-socket-activate starts at the first connection. */
@Timeout(90)
class SystemdActivateTests {

    private static final String REQUESTS = "peercred.inbound.%s.request-channel=requests";

    @TempDir
    Path directory;

    private Path clock;
    private Path log;

    @BeforeEach
    void paths() {
        this.clock = this.directory.resolve("clock.sock");
        this.log = this.directory.resolve("log.sock");
    }

    private static Peer activate(List<String> options, String... properties) {
        List<String> command = new ArrayList<>(
                List.of(Needs.program("systemd-socket-activate", "systemd").toString()));
        command.addAll(options);
        command.addAll(ActivatedApplication.command(
                Stream.concat(Stream.of("peercred.expected-uid=self"), Stream.of(properties))
                        .toArray(String[]::new)));
        return Peer.start(command);
    }

    private static TestClient connect(Path socket) {
        Awaitility.await().until(() -> socket.toFile().exists());
        return Awaitility.await()
                .ignoreException(ConnectException.class)
                .until(() -> new TestClient(socket), c -> true);
    }

    private static String[] systemd(String name) {
        return new String[] {"peercred.inbound." + name + ".activation=systemd", REQUESTS.formatted(name)};
    }

    @Test
    void theOnlySocketIsTheOnlyEndpointsByAnyName() throws IOException {
        try (Peer application = activate(List.of("--listen=" + this.clock, "--fdname=whatever"), systemd("clock"));
                TestClient client = connect(this.clock)) {
            assertThat(client.ask("hello")).isEqualTo("hello clock " + application.pid());
        }
    }

    @Test
    void theOnlySocketNeedsNoName() throws IOException {
        try (Peer application = activate(List.of("--listen=" + this.clock), systemd("clock"));
                TestClient client = connect(this.clock)) {
            assertThat(client.ask("hello")).isEqualTo("hello clock " + application.pid());
        }
    }

    @Test
    void severalSocketsGoToTheEndpointsWhoseNamesTheyBear() throws IOException {
        String[] properties =
                Stream.of(systemd("clock"), systemd("log")).flatMap(Stream::of).toArray(String[]::new);
        List<String> options = List.of("--listen=" + this.log, "--listen=" + this.clock, "--fdname=log.socket:clock");
        try (Peer application = activate(options, properties);
                TestClient toLog = connect(this.log);
                TestClient toClock = connect(this.clock)) {
            assertThat(toClock.ask("hello")).isEqualTo("hello clock " + application.pid());
            assertThat(toLog.ask("hello")).isEqualTo("hello log " + application.pid());
        }
    }

    @Test
    void inInetdModeTheSocketIsTheStandardInput() throws IOException {
        try (Peer application = activate(
                        List.of("--inetd", "--listen=" + this.clock),
                        "peercred.inbound.clock.activation=inherited",
                        REQUESTS.formatted("clock"));
                TestClient client = connect(this.clock)) {
            assertThat(client.ask("hello")).isEqualTo("hello clock " + application.pid());
        }
    }

    @Test
    void anAbstractSocketWillDo() throws IOException {
        String name = "@peercred-test-" + ProcessHandle.current().pid();
        try (Peer application = activate(List.of("--listen=" + name), systemd("clock"));
                Peer client = Peer.python("""
                        end = time.time() + 20
                        while True:
                            try: s = connect(argv[0]); break
                            except ConnectionRefusedError:
                                if time.time() > end: raise
                                time.sleep(0.05)
                        s.settimeout(60)
                        send_frame(s, b'hello'); say(read_frame(s).decode())
                        """, name)) {
            assertThat(client.line()).isEqualTo("hello clock " + application.pid());
        }
    }
}
