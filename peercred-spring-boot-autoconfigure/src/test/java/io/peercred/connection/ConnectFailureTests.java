package io.peercred.connection;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Where nobody can be connected to, one exception names the path and what is the matter. */
@Timeout(30)
class ConnectFailureTests {

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private void assertFails(Path path, String what) {
        OutboundClient client = this.endpoints.client(TestSettings.at(path));
        long sockets = Resources.sockets();
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> Endpoints.call(client, "x"))
                .withMessageContaining(path.toString())
                .withMessageContaining(what);
        Resources.awaitSockets(sockets);
    }

    @Test
    void noSocket() {
        assertFails(this.directory.resolve("none"), "there is no such socket");
    }

    @Test
    void noDirectory() {
        assertFails(this.directory.resolve("none/s"), "there is no such socket");
    }

    @Test
    void aFileAsDirectory() throws IOException {
        assertFails(Files.createFile(this.directory.resolve("file")).resolve("s"), "there is no such socket");
    }

    @Test
    void aDeadSocket() throws IOException {
        assertFails(SocketPaths.dead(this.directory.resolve("s")), "nobody listens there");
    }

    @Test
    void aRegularFile() throws IOException {
        assertFails(Files.createFile(this.directory.resolve("file")), "a file that is no socket");
    }

    @Test
    void aDirectory() {
        assertFails(this.directory, "a file that is no socket");
    }

    @Test
    void aSocketOfDatagrams() {
        Path path = this.directory.resolve("s");
        try (Peer peer = Peer.python("""
                s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.bind(argv[0]); say('bound'); hear()
                """, path)) {
            peer.line();
            assertFails(path, "not a stream socket");
        }
    }

    @Test
    void anAbstractNameThatNobodyHas() {
        OutboundClient client = this.endpoints.client(
                TestSettings.at("@none-" + ProcessHandle.current().pid()));
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> Endpoints.call(client, "x"))
                .withMessageContaining("nobody listens there");
    }
}
