package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.connection.SocketBindException.Reason;
import io.peercred.platform.NativeSupport;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** What is at the path and not a dead socket of ours stays there, and the error names it. */
@Timeout(30)
class SocketPathTakenTests {

    @TempDir
    Path directory;

    private Path socket() {
        return this.directory.resolve("s");
    }

    @Test
    void byALiveServerWhoIsNamedAndUnharmed() throws IOException {
        try (Peer server = Peer.python("""
                listener = listen(argv[0])
                say('listening')
                listener.accept()
                c, _ = listener.accept()
                send_frame(c, read_frame(c)); say('served'); hear()
                """, socket())) {
            server.line();
            SocketBindException failure = SocketPaths.assertInTheWay(TestSettings.at(socket()), Reason.TAKEN);
            assertThat(failure)
                    .hasMessageContaining("uid " + NativeSupport.effectiveUid())
                    .hasMessageContaining("pid " + server.pid());
            try (RawConnection client = RawConnection.to(socket())) {
                assertThat(client.sendFrame("alive").readFrame()).isEqualTo("alive");
            }
        }
    }

    @Test
    void byALiveServerWhoseBacklogIsFull() throws IOException {
        try (FullBacklog server = new FullBacklog(socket())) {
            SocketBindException failure = SocketPaths.assertInTheWay(TestSettings.at(socket()), Reason.TAKEN);
            assertThat(failure).hasMessageContaining("backlog is full");
        }
    }

    @Test
    void byASocketOfAnotherType() {
        try (Peer peer = Peer.python("""
                s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.bind(argv[0]); say('bound'); hear()
                """, socket())) {
            peer.line();
            SocketPaths.assertInTheWay(TestSettings.at(socket()), Reason.TAKEN);
        }
    }

    @Test
    void byARegularFile() throws IOException {
        Files.writeString(socket(), "precious");
        SocketBindException failure = SocketPaths.assertInTheWay(TestSettings.at(socket()), Reason.NOT_A_SOCKET);
        assertThat(failure).hasMessageContaining("a regular file");
        assertThat(socket()).hasContent("precious");
    }

    @Test
    void byADirectory() throws IOException {
        Files.createDirectory(socket());
        assertThat(SocketPaths.assertInTheWay(TestSettings.at(socket()), Reason.NOT_A_SOCKET))
                .hasMessageContaining("a directory");
    }

    @Test
    void byTheRootDirectory() throws IOException {
        assertThat(SocketPaths.failure(TestSettings.at("/")).reason()).isEqualTo(Reason.NOT_A_SOCKET);
    }

    @Test
    void byALinkToAFile() throws IOException {
        Path file = Files.writeString(this.directory.resolve("file"), "precious");
        Files.createSymbolicLink(socket(), file);
        assertThat(SocketPaths.assertInTheWay(TestSettings.at(socket()), Reason.NOT_A_SOCKET))
                .hasMessageContaining("a symbolic link");
        assertThat(file).hasContent("precious");
    }

    @Test
    void byALinkToADeadSocket() throws IOException {
        Path dead = SocketPaths.dead(this.directory.resolve("dead"));
        Files.createSymbolicLink(socket(), dead);
        SocketPaths.assertInTheWay(TestSettings.at(socket()), Reason.NOT_A_SOCKET);
        assertThat(dead).exists();
    }

    @Test
    void byALinkToNothing() throws IOException {
        Files.createSymbolicLink(socket(), this.directory.resolve("nothing"));
        SocketPaths.assertInTheWay(TestSettings.at(socket()), Reason.NOT_A_SOCKET);
        assertThat(this.directory.resolve("nothing")).doesNotExist();
    }

    @Test
    void byANamedPipe() {
        try (Peer peer = Peer.python("os.mkfifo(argv[0]); say('made')", socket())) {
            peer.line();
            assertThat(SocketPaths.assertInTheWay(TestSettings.at(socket()), Reason.NOT_A_SOCKET))
                    .hasMessageContaining("a named pipe");
        }
    }
}
