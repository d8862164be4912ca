package io.peercred.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Files that a request brings along are there for its handler, and closed after it unless it keeps them. */
@Timeout(120)
class ReceivedFilesTests {

    /** Python: a frame with descriptors beside it. */
    private static final String SEND_FILES = """
            def send_files(s, data, fds):
                socket.send_fds(s, [struct.pack('>I', len(data)) + data], fds)
            s = connect(argv[0])
            """;

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private Path socket;

    @BeforeEach
    void name() {
        this.socket = this.directory.resolve("s");
    }

    private TestSettings settings(int max) {
        return TestSettings.at(this.socket)
                .maxFileDescriptors(max)
                .maxConnections(2000, 2000)
                .backlog(1000);
    }

    /** Answers with what can be read from each file. */
    private void serveReading(int max) throws IOException {
        this.endpoints.serveRequests(settings(max), request -> {
            StringBuilder contents = new StringBuilder();
            for (int i = 0; i < request.files().size(); i++) {
                try (InputStream in = request.files().inputStream(i)) {
                    contents.append(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                            .append(';');
                }
            }
            return OutgoingMessage.of(contents.toString().getBytes(StandardCharsets.UTF_8));
        });
    }

    @Test
    void aFileAPipeAndASocketCanBeRead() throws IOException {
        serveReading(3);
        Path file = Files.writeString(this.directory.resolve("file"), "of the file");
        try (Peer peer = Peer.python(SEND_FILES + """
                r, w = os.pipe(); os.write(w, b'of the pipe'); os.close(w)
                a, b = socket.socketpair(); b.sendall(b'of the socket'); b.close()
                send_files(s, b'read', [os.open(argv[1], os.O_RDONLY), r, a.fileno()])
                say(read_frame(s).decode()); hear()
                """, this.socket, file)) {
            assertThat(peer.line()).isEqualTo("of the file;of the pipe;of the socket;");
        }
    }

    @Test
    void aFileCanBeWritten() throws IOException {
        this.endpoints.serveRequests(settings(1), request -> {
            try (OutputStream out = request.files().outputStream(0)) {
                out.write(request.payload());
            }
            return OutgoingMessage.of(new byte[0]);
        });
        Path file = this.directory.resolve("file");
        try (Peer peer = Peer.python(SEND_FILES + """
                send_files(s, b'written', [os.open(argv[1], os.O_WRONLY | os.O_CREAT)]); read_frame(s)
                say('done'); hear()
                """, this.socket, file)) {
            assertThat(peer.line()).isEqualTo("done");
        }
        assertThat(file).hasContent("written");
    }

    @Test
    void theyAreCloseOnExec() throws IOException {
        this.endpoints.serveRequests(settings(1), request -> {
            Process child = new ProcessBuilder("/bin/sh", "-c", "ls -l /proc/self/fd").start();
            return OutgoingMessage.of(child.getInputStream().readAllBytes());
        });
        Path file = Files.writeString(this.directory.resolve("passed-file"), "x");
        try (Peer peer = Peer.python(SEND_FILES + """
                send_files(s, b'?', [os.open(argv[1], os.O_RDONLY)])
                say('passed-file' in read_frame(s).decode()); hear()
                """, this.socket, file)) {
            assertThat(peer.line()).isEqualTo("False");
        }
    }

    @Test
    void theyAreClosedAfterTheHandlerUnlessItKeepsThem() throws IOException {
        AtomicReference<ReceivedFiles> given = new AtomicReference<>();
        AtomicReference<ReceivedFiles> kept = new AtomicReference<>();
        this.endpoints.serveRequests(settings(1), request -> {
            if (request.payload().length == 1) {
                given.set(request.files());
            } else if (request.payload().length == 2) {
                kept.set(request.files().keep());
            }
            return OutgoingMessage.of(new byte[0]);
        });
        Path file = Files.writeString(this.directory.resolve("file"), "still there");
        try (Peer peer = Peer.python(SEND_FILES + """
                send_files(s, b'1', [os.open(argv[1], os.O_RDONLY)]); read_frame(s)
                send_files(s, b'22', [os.open(argv[1], os.O_RDONLY)]); read_frame(s)
                send_frame(s, b'333'); read_frame(s); say('done'); hear()
                """, this.socket, file)) {
            assertThat(peer.line()).isEqualTo("done");
        }
        assertThatIllegalStateException().isThrownBy(() -> given.get().inputStream(0));
        try (ReceivedFiles mine = kept.get();
                InputStream in = mine.inputStream(0)) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("still there");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 61, 253})
    void tooManyAreRefusedAndNotLeaked(int count) throws IOException {
        serveReading(3);
        long before = Resources.descriptors();
        try (Peer peer = Peer.python(SEND_FILES + """
                count = int(argv[1])
                for i in range(700):
                    s = connect(argv[0]); send_files(s, b'x', [0] * count)
                    if outcome(lambda: read_frame(s)) not in ('EOFError', 'ConnectionResetError'): say('answered')
                    s.close()
                say('done'); hear()
                """, this.socket, count)) {
            assertThat(peer.line()).isEqualTo("done");
        }
        Awaitility.await().until(() -> this.endpoints.counters.badFrames() == 700);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> Resources.descriptors() <= before);
    }

    @Test
    void thoseOfAFrameThatIsNeverCompleteAreNotLeaked() throws IOException {
        serveReading(3);
        long before = Resources.descriptors();
        try (Peer peer = Peer.python("""
                for i in range(300):
                    s = connect(argv[0]); socket.send_fds(s, [b'\\0'], [0, 0, 0]); s.close()
                say('done'); hear()
                """, this.socket)) {
            assertThat(peer.line()).isEqualTo("done");
        }
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> Resources.descriptors() <= before);
    }

    @Test
    void besideTwoFramesAtOnceNobodyKnowsWhoseTheyAre() throws IOException {
        serveReading(3);
        try (Peer peer = Peer.python(SEND_FILES + """
                frame = struct.pack('>I', 1) + b'x'
                socket.send_fds(s, [frame + frame], [0]); say(outcome(lambda: read_frame(s))); hear()
                """, this.socket)) {
            assertThat(peer.line()).isIn("EOFError", "ConnectionResetError");
        }
        Awaitility.await().until(() -> this.endpoints.counters.badFrames() == 1);
    }

    @Test
    void whereNoneAreTakenTheKernelDiscardsThem() throws IOException {
        serveReading(0);
        try (Peer peer = Peer.python(SEND_FILES + """
                for i in range(100): send_files(s, b'x', [0] * 61); say(read_frame(s).decode() == '')
                hear()
                """, this.socket)) {
            assertThat(peer.line()).isEqualTo("True");
            long before = Resources.descriptors();
            for (int i = 1; i < 100; i++) {
                assertThat(peer.line()).isEqualTo("True");
            }
            // Others may come and go meanwhile; of the 6,000 that were sent not one message's are kept.
            assertThat(Resources.descriptors()).isLessThan(before + 61);
        }
    }
}
