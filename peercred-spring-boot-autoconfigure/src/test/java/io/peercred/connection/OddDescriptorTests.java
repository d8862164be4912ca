package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever kind of descriptor comes, the server has none of them afterwards. */
@Timeout(60)
class OddDescriptorTests {

    private static final int CONNECTIONS = 50;

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private Path socket;

    /** What the last of many requests came to, each with two descriptors of the kind between two ordinary ones. */
    private String outcome(String makeDescriptor) throws IOException {
        this.socket = this.directory.resolve("s");
        this.endpoints.serveRequests(
                TestSettings.at(this.socket).maxFileDescriptors(4),
                request -> OutgoingMessage.of(new byte[request.files().size()]));
        String outcome;
        long before = Resources.descriptors();
        try (Peer peer = Peer.python("""
                import select
                odd = eval(argv[1])
                for i in range(int(argv[2])):
                    s = connect(argv[0]); socket.send_fds(s, [struct.pack('>I', 1) + b'x'], [0, odd, odd, 0])
                    result = outcome(lambda: len(read_frame(s))); s.close()
                say(result); hear()
                """, this.socket, makeDescriptor, CONNECTIONS)) {
            outcome = peer.line();
        }
        Awaitility.await("descriptors closed")
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(Resources.descriptors()).isLessThan(before + CONNECTIONS));
        return outcome;
    }

    /** O_PATH: what can be neither read nor written fails in whatever is asked of it. */
    @Test
    void onesThatOnlyNameAFileAreRefused() throws IOException {
        assertThat(outcome("os.open('/', os.O_PATH)")).isIn("EOFError", "ConnectionResetError");
        Awaitility.await().until(() -> this.endpoints.counters.badFrames() == CONNECTIONS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select.epoll().fileno()",
                "os.pidfd_open(os.getpid())",
                "os.open('/', os.O_RDONLY)",
                "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).detach()",
                "socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET).detach()",
                "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).detach()"
            })
    void othersReachTheHandler(String makeDescriptor) throws IOException {
        assertThat(outcome(makeDescriptor)).isEqualTo("4");
    }
}
