package io.peercred.peers;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.connection.SocketBindException;
import io.peercred.credentials.PeerCredentials;
import io.peercred.testing.Directories;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** Peers that live in other namespaces, seen from outside. */
class NamespacePeerTests {

    private static final String SAY_WHO_AND_ASK = "say(os.getuid(), os.getpid())\n" + Scripts.ASK;

    @TempDir
    Path directory;

    @Test
    void aPeerInAnUnrelatedUserNamespaceIsWhoItIsOutside() throws SocketBindException {
        try (EchoServer server = EchoServer.at(TestSettings.at(path()).uids(1001L));
                Peer client = Peer.pythonBy(Namespaces.unshareAs(1001, "--user"), SAY_WHO_AND_ASK, path())) {
            assertThat(client.line()).startsWith("65534 ");
            assertThat(client.line()).isEqualTo("hello");
            assertThat(server.served().uid()).isEqualTo(1001);
        }
    }

    @Test
    void rootOfItsOwnNamespaceIsNotOurRoot(Warnings warnings) throws SocketBindException {
        try (EchoServer server = EchoServer.at(TestSettings.at(path()).uids(0L));
                Peer client = Peer.pythonBy(
                        Namespaces.unshareAs(1001, "--user", "--map-root-user"), SAY_WHO_AND_ASK, path())) {
            assertThat(client.line()).startsWith("0 ");
            assertThat(client.line()).matches(Scripts::isRefusal);
            assertThat(server.rejected().peer().uid()).isEqualTo(1001);
            assertThat(warnings.await("Rejected the peer")).contains("actual uid 1001");
            assertThat(server.hasServedNobody()).isTrue();
        }
    }

    @Test
    void aPeerInAPidNamespaceHasThePidThatWeKnowItBy() throws SocketBindException {
        try (EchoServer server = EchoServer.at(TestSettings.at(path()).uids(0L));
                Peer client = Peer.pythonBy(Namespaces.unshare("--pid", "--fork"), SAY_WHO_AND_ASK, path())) {
            assertThat(client.line()).isEqualTo("0 1");
            assertThat(client.line()).isEqualTo("hello");
            PeerCredentials peer = server.served();
            assertThat(ProcessHandle.of(peer.pid())
                            .orElseThrow()
                            .parent()
                            .orElseThrow()
                            .pid())
                    .isEqualTo(client.pid());
        }
    }

    private Path path() {
        return Directories.open(this.directory).resolve("echo.sock");
    }
}
