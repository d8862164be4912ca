package io.peercred.sample;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A client of a few lines, and a daemon whose socket everybody may open. */
class PythonClientTests {

    private static final String CLIENT = """
            def frame(text):
                return struct.pack('>I', len(text)) + text
            s = socket.socket(socket.AF_UNIX)
            s.connect(argv[0])
            try:
                for word in argv[1:]:
                    s.sendall(frame(word.encode()))
                    head = s.recv(4, socket.MSG_WAITALL)
                    print(s.recv(struct.unpack('>I', head)[0], socket.MSG_WAITALL).decode() if head else 'end of stream')
            except (ConnectionResetError, BrokenPipeError):
                print('end of stream')
            """;

    @TempDir
    static Path directory;

    private static Path socket;
    private static Program daemon;

    @BeforeAll
    static void serve() {
        socket = Directories.openToAll(directory).resolve("diagnostics.sock");
        daemon = Program.start(
                        "serve",
                        "--peercred.inbound.diagnostics.path=" + socket,
                        "--peercred.inbound.diagnostics.file-mode=0666")
                .awaitOut("Serving");
    }

    @AfterAll
    static void stop() {
        daemon.close();
    }

    @Test
    void theDaemonsOwnUserGetsItsPong() {
        try (Program client = Program.python(CLIENT, socket, "ping")) {
            assertThat(client.result().out()).isEqualTo("pong\n");
        }
    }

    @Test
    void anotherUserGetsEndOfStreamAndNothingElse() {
        Needs.root();
        try (Program client =
                Program.python("os.setgroups([]); os.setgid(65534); os.setuid(65534)\n" + CLIENT, socket, "ping")) {
            assertThat(client.result().out()).isEqualTo("end of stream\n");
        }
        daemon.awaitErr("Rejected the peer of inbound endpoint 'diagnostics'");
    }

    @Test
    void anUnknownCommandIsAnsweredAndTheConnectionGoesOn() {
        try (Program client = Program.python(CLIENT, socket, "nonsense", "", "ping")) {
            String unknown = "error: unknown command; there are ping, info, threads, profile\n";
            assertThat(client.result().out()).isEqualTo(unknown + unknown + "pong\n");
        }
    }
}
