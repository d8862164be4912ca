package io.peercred.sample;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.peercred.sample.Program.Result;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code call} where there is no daemon, or one that misbehaves. */
class CallFailureTests {

    @TempDir
    Path directory;

    private Path socket() {
        return this.directory.resolve("diagnostics.sock");
    }

    private Result ping(Object... options) {
        return Program.call(socket(), "ping", options);
    }

    /** A server that reads one request of four bytes, and answers by {@code answer} on the connection {@code c}. */
    private Program server(String answer) {
        return Program.python("""
                s = socket.socket(socket.AF_UNIX); s.bind(argv[0]); s.listen()
                print('ready')
                c, _ = s.accept()
                c.recv(8, socket.MSG_WAITALL)
                """ + answer, socket()).awaitOut("ready");
    }

    @Test
    void noDaemonIs69() {
        ping().assertFailed(69, "sample-app: no daemon: ", socket().toString(), "no such socket");
    }

    @Test
    void aDaemonThatDoesNotAnswerInTimeIs75() {
        try (Program stalled = server("time.sleep(60)")) {
            ping("--peercred.outbound.diagnostics.reply-timeout=500ms")
                    .assertFailed(75, "sample-app: time-out: ", socket().toString(), "500 ms");
        }
    }

    @Test
    void anErrorFrameTooLongToBeOneIs76() {
        try (Program garbage = server("c.sendall(struct.pack('>i', -1)); c.recv(1)")) {
            ping().assertFailed(76, "sample-app: bad frame: ", "2147483647 bytes");
        }
    }

    @ParameterizedTest
    @CsvSource({"denied, 77, refused", "timeout, 75, time-out", "failed, 70, failed"})
    void anErrorFrameOfTheDaemonsIsWhatItSays(String error, int code, String label) {
        try (Program daemon = server("e = b'{\"error\":\"" + error + "\",\"message\":\"as told\"}'\n"
                + "c.sendall(struct.pack('>I', 0x80000000 | len(e)) + e); c.recv(1)")) {
            ping().assertFailed(code, "sample-app: " + label + ": ", "as told");
        }
    }

    @Test
    void anAnswerCutShortIs76() {
        try (Program cut = server("c.sendall(struct.pack('>i', 4) + b'po')")) {
            ping().assertFailed(76, "sample-app: bad frame: ", "ended within a frame");
        }
    }

    @Test
    void anAnswerThatIsNoTextIs76() {
        try (Program garbage = server("c.sendall(struct.pack('>i', 2) + b'\\xc3\\x28'); c.recv(1)")) {
            ping().assertFailed(76, "sample-app: bad frame: ", "UTF-8");
        }
    }

    @Test
    void aDaemonThatDoesNotKnowTheCommandIs64() {
        try (Program older = server("r = b'error: unknown command; there is echo'\n"
                + "c.sendall(struct.pack('>i', len(r)) + r); c.recv(1)")) {
            ping().assertFailed(64, "sample-app: usage: the daemon says: ", "error: unknown command; there is echo");
        }
    }

    @Test
    void anUnknownCommandIs64BeforeAnythingIsCalled() {
        Program.run("call", "nonsense")
                .assertFailed(64, "sample-app: usage: ", "'nonsense'", "ping, info, threads, profile");
    }

    @Test
    void wrongConfigurationIs78AndAnalysedOnStandardError() {
        Result result = ping("--peercred.expected-udi=1");
        assertThat(result.err()).contains("peercred.expected-udi", "write 'peercred.expected-uid'");
        assertThat(result.out()).isEmpty();
        assertThat(result.code()).isEqualTo(78);
    }
}
