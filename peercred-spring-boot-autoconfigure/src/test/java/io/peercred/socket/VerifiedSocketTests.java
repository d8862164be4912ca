package io.peercred.socket;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.Peer;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class VerifiedSocketTests {

    @TempDir
    Path directory;

    @Test
    void movesBytesBothWays() throws IOException {
        Path path = this.directory.resolve("s");
        try (Peer peer = Peer.python("""
                l = listen(argv[0]); say('listening'); c, _ = l.accept()
                c.sendall(c.recv(100).upper()); hear()
                """, path)) {
            peer.line();
            try (Socket socket =
                    new VerifiedSocketFactory("path=" + path + ";expected-uid=self").createSocket("host.invalid", 1)) {
                socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().readNBytes(5)).asString().isEqualTo("HELLO");
                assertThat(VerifiedSocketFactory.peerOf(socket).pid()).isEqualTo(peer.pid());
            }
        }
    }
}
