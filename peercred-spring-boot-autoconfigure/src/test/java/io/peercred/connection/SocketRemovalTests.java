package io.peercred.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** A server that stops removes its socket's file, and nothing else that is there by then. */
@Timeout(30)
class SocketRemovalTests {

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    private Path socket;
    private InboundServer server;

    @BeforeEach
    void serve() throws IOException {
        this.socket = this.directory.resolve("s");
        this.server = this.endpoints.serve(TestSettings.at(this.socket));
    }

    private void stop() throws Exception {
        this.server.stop().get(10, TimeUnit.SECONDS);
    }

    @Test
    void removesItsOwn() throws Exception {
        stop();
        assertThat(this.directory).isEmptyDirectory();
    }

    @Test
    void leavesAFileThatTookItsPlace() throws Exception {
        Files.delete(this.socket);
        Files.writeString(this.socket, "precious");
        stop();
        assertThat(this.socket).hasContent("precious");
    }

    @Test
    void leavesAnotherServersSocket() throws Exception {
        Files.delete(this.socket);
        TestSettings settings = TestSettings.at(this.socket);
        this.endpoints.serve(settings, (payload, connection) -> "successor".getBytes(StandardCharsets.UTF_8));
        stop();
        assertThat(Endpoints.call(this.endpoints.client(settings), "who")).isEqualTo("successor");
    }

    @Test
    void leavesALinkToItsOwn() throws Exception {
        Path moved = Files.move(this.socket, this.directory.resolve("moved"));
        Files.createSymbolicLink(this.socket, moved);
        stop();
        assertThat(this.socket).isSymbolicLink();
    }

    @Test
    void doesNotMindThatItIsGone() throws Exception {
        Files.delete(this.socket);
        stop();
        assertThat(this.directory).isEmptyDirectory();
    }

    @Test
    void saysThatItCouldNot(Warnings warnings) throws Exception {
        Files.createDirectory(this.directory.resolve("s.lock"));
        stop();
        warnings.await("Could not remove the socket file");
        assertThat(this.socket).exists();
    }

    @Test
    void makesRoomForARestart() throws Exception {
        TestSettings settings = TestSettings.at(this.socket);
        for (int i = 0; i < 20; i++) {
            stop();
            this.server = this.endpoints.serve(settings);
            assertThat(Endpoints.call(this.endpoints.client(settings), "again")).isEqualTo("again");
        }
    }
}
