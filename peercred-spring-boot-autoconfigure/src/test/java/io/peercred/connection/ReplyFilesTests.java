package io.peercred.connection;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Files that a reply brings along, from a server that shares no code with ours. */
@Timeout(60)
class ReplyFilesTests {

    /** Python: serves one connection after the other; a request is how many copies of a file go with its reply. */
    private static final String SERVER = """
            l = listen(argv[0]); say('listening')
            while True:
                s, _ = l.accept()
                while True:
                    request = outcome(lambda: read_frame(s))
                    if isinstance(request, str): break
                    fds = [os.open(argv[1], os.O_RDONLY) for i in range(int(request))]
                    try: socket.send_fds(s, [struct.pack('>I', 5) + b'reply'], fds)
                    except BrokenPipeError: break
                    finally:
                        for fd in fds: os.close(fd)
                s.close()
            """;

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    @AutoClose
    Peer server;

    @BeforeEach
    void listen() throws IOException {
        Path file = Files.writeString(this.directory.resolve("file"), "contents");
        this.server = Peer.python(SERVER, path(), file);
        assertThat(this.server.line()).isEqualTo("listening");
    }

    private Path path() {
        return this.directory.resolve("s");
    }

    private OutboundClient client(int maxFiles) {
        return this.endpoints.client(TestSettings.at(path()).maxFileDescriptors(maxFiles));
    }

    private static Reply ask(OutboundClient client, int files) throws IOException {
        return client.exchange(Endpoints.frame(client, Integer.toString(files)));
    }

    @Test
    void areTheReceivers() throws IOException {
        OutboundClient client = client(2);
        for (int i = 0; i < 2; i++) {
            try (ReceivedFiles files = ask(client, 2).files();
                    InputStream in = files.inputStream(1)) {
                assertThat(files.size()).isEqualTo(2);
                assertThat(in.readAllBytes())
                        .asString(StandardCharsets.US_ASCII)
                        .isEqualTo("contents");
            }
        }
        assertThat(ask(client, 0).files().size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 61, 253})
    void tooManyAreRefusedAndNotLeaked(int count) throws IOException {
        OutboundClient client = client(2);
        ask(client, 2).files().close();
        long before = Resources.descriptors();
        for (int i = 0; i < 200; i++) {
            assertThatExceptionOfType(FrameException.class)
                    .isThrownBy(() -> ask(client, count))
                    .withMessageContaining("more file descriptors than the 2");
        }
        // Before, the pool kept a connection; now there is none.
        assertThat(Resources.descriptors()).isLessThan(before);
        ask(client, 2).files().close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 61, 253})
    void whereNoneAreTakenTheKernelDiscardsThem(int count) throws IOException {
        OutboundClient client = client(0);
        ask(client, 0);
        long before = Resources.descriptors();
        for (int i = 0; i < 200; i++) {
            assertThat(ask(client, count).payload())
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("reply");
        }
        assertThat(Resources.descriptors()).isLessThanOrEqualTo(before);
    }
}
