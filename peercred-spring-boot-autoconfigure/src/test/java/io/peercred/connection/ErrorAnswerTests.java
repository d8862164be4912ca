package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A server that answers with an error has answered; whatever looks like one and is none costs its connection. */
@Timeout(60)
class ErrorAnswerTests {

    private static final byte[] FAILED = RawConnection.errorFrame("{\"error\":\"failed\",\"message\":\"No.\"}");

    /** Python: answers what it is asked to answer: the request is the bytes to write, in hexadecimal. */
    private static final String SERVER = """
            l = listen(argv[0]); say('listening'); accepted = 0
            while True:
                s, _ = l.accept(); accepted += 1
                while True:
                    request = outcome(lambda: read_frame(s))
                    if isinstance(request, str): break
                    if request == b'count': send_frame(s, str(accepted).encode()); continue
                    files, _, answer = request.decode().rpartition(':')
                    fds = [os.open('/dev/null', os.O_RDONLY) for i in range(int(files or 0))]
                    try:
                        if fds: socket.send_fds(s, [bytes.fromhex(answer)], fds)
                        else: s.sendall(bytes.fromhex(answer))
                    except (BrokenPipeError, ConnectionResetError): break
                    finally:
                        for fd in fds: os.close(fd)
                s.close()
            """;

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private Path socket;

    @BeforeEach
    void prepare() {
        this.socket = this.directory.resolve("s");
    }

    private OutboundClient client() {
        return this.endpoints.client(TestSettings.at(this.socket));
    }

    private Peer python() {
        Peer server = Peer.python(SERVER, this.socket);
        assertThat(server.line()).isEqualTo("listening");
        return server;
    }

    private static String hex(byte... frame) {
        return HexFormat.of().formatHex(frame);
    }

    private static void assertError(OutboundClient client, String request, String code) {
        assertThatExceptionOfType(ErrorFrameException.class)
                .isThrownBy(() -> Endpoints.call(client, request))
                .satisfies(ex -> assertThat(ex.error()).isEqualTo(code));
    }

    @Test
    void anErrorIsACompleteExchangeAfterWhichTheConnectionIsKept() throws IOException {
        try (Peer server = python()) {
            OutboundClient client = client();
            for (int i = 0; i < 3; i++) {
                assertError(client, hex(FAILED), "failed");
                assertError(
                        client, hex(RawConnection.errorFrame("{\"error\":\"new-one\",\"message\":\"\"}")), "new-one");
                assertThat(Endpoints.call(client, hex(RawConnection.frame("answer"))))
                        .isEqualTo("answer");
            }
            assertThat(Endpoints.call(client, "count")).isEqualTo("1");
            assertThat(server.isAlive()).isTrue();
        }
    }

    /** Its handler may still be busy, and the next request would wait for it. */
    @Test
    void afterATimeoutTheNextRequestGoesElsewhere() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (RawServer server = new RawServer(this.socket, connection -> {
            connection.readFrame();
            connection.send(RawConnection.errorFrame("{\"error\":\"timeout\",\"message\":\"Too late.\"}"));
            assertThat(connection.bytesUntilEnd()).isZero();
            release.countDown();
        })) {
            OutboundClient client = client();
            assertError(client, "one", "timeout");
            release.await();
            assertError(client, "two", "timeout");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    FFFFFFFF,                 error frame of 2147483647 bytes
                    80001001,                 error frame of 4097 bytes
                    80000000,                 no JSON object
                    80000003FFFFFF,           no JSON object
                    800000077B2261223A317D,   without the texts
                    """)
    void whatIsNoneCostsItsConnectionAndNobodyElses(String answer, String what) throws IOException {
        try (Peer server = python()) {
            OutboundClient client = client();
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(FrameException.class)
                        .isThrownBy(() -> Endpoints.call(client, answer))
                        .withMessageContaining(what);
            }
            assertThat(Endpoints.call(client, "count")).isEqualTo("4");
            assertThat(server.isAlive()).isTrue();
        }
    }

    /** The second frame may come with the first, or be there before the next request, or come after that was sent. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thatIsFollowedByAnotherFrameAnswersOneRequestOnly(boolean error) throws IOException {
        String second = hex(error ? FAILED : RawConnection.frame("for somebody else"));
        try (Peer server = python()) {
            OutboundClient client = client();
            for (int i = 1; i <= 5; i++) {
                assertError(client, hex(FAILED) + second, "failed");
                assertThat(Endpoints.call(client, "count")).isEqualTo("" + 2 * i);
                client.close();
                client = client();
            }
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void thatIsCutShortIsNone() throws Exception {
        try (RawServer server = new RawServer(this.socket, connection -> {
            connection.readFrame();
            connection.send(Arrays.copyOf(FAILED, FAILED.length - 1));
        })) {
            assertThatExceptionOfType(FrameException.class)
                    .isThrownBy(() -> Endpoints.call(client(), "x"))
                    .withMessageContaining("within a frame");
            assertThat(server.connections()).isOne();
        }
    }

    @Test
    void thatBringsFilesIsNoneAndLeaksNothing() throws IOException {
        try (Peer server = python()) {
            OutboundClient client =
                    this.endpoints.client(TestSettings.at(this.socket).maxFileDescriptors(2));
            String request = "2:" + hex(FAILED);
            assertThatExceptionOfType(FrameException.class).isThrownBy(() -> Endpoints.call(client, request));
            long before = Resources.descriptors();
            for (int i = 0; i < 50; i++) {
                assertThatExceptionOfType(FrameException.class)
                        .isThrownBy(() -> Endpoints.call(client, request))
                        .withMessageContaining("an error frame with file descriptors");
            }
            assertThat(Resources.descriptors()).isLessThanOrEqualTo(before);
            assertError(client, hex(FAILED), "failed");
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void aMessageThatIsOnlySentAndFailsThereIsNotTakenForHandled() throws IOException {
        try (Peer server = python()) {
            OutboundClient client = client();
            assertThatExceptionOfType(ErrorFrameException.class)
                    .isThrownBy(() -> client.send(Endpoints.frame(client, hex(FAILED))));
            client.send(Endpoints.frame(client, hex(RawConnection.frame("thanks"))));
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void inOtherCodecsThereIsNoneAndTheFirstByteIsAnAnswers() throws IOException {
        TestSettings settings = TestSettings.at(this.socket).codec("lf");
        this.endpoints.serve(settings);
        assertThat(Endpoints.call(this.endpoints.client(settings), "\u00e9l\u00e8ve"))
                .isEqualTo("\u00e9l\u00e8ve");
    }
}
