package io.peercred.peers;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.connection.SocketBindException;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerCredentials.Source;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.testing.Directories;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may call our server: real processes under real users. */
class ClientUserTests {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1001, 65534, 3_000_000_000L, 4_294_967_294L})
    void aPeerThatIsExpectedIsAnsweredAndKnown(long uid) throws SocketBindException {
        Path path = Directories.open(this.directory).resolve("echo.sock");
        try (EchoServer server = EchoServer.at(TestSettings.at(path).uids(uid));
                Peer client = Peer.pythonAs(uid, Scripts.ASK, path)) {
            assertThat(client.line()).isEqualTo("hello");
            PeerCredentials peer = server.served();
            assertThat(peer.uid()).isEqualTo(uid);
            assertThat(peer.gid()).isEqualTo(uid);
            assertThat(peer.pid()).isEqualTo(client.pid());
            assertThat(peer.groups()).isEmpty();
            assertThat(peer.source()).isEqualTo(Source.SO_PEERCRED);
            assertThat(peer.moment()).isEqualTo(Moment.CONNECT);
            assertThat(server.counters().rejected()).isZero();
        }
    }

    @TwinUids
    void aPeerThatIsNotExpectedGetsEndOfStreamAndNothingElse(long uid, long expected, Warnings warnings)
            throws SocketBindException {
        Path path = Directories.open(this.directory).resolve("echo.sock");
        try (EchoServer server = EchoServer.at(TestSettings.at(path).uids(expected));
                Peer client = Peer.pythonAs(uid, Scripts.ASK, path)) {
            String warning = warnings.await("Rejected the peer of inbound endpoint 'test' (" + path + ")");
            assertThat(client.line()).matches(Scripts::isRefusal);
            assertThat(warning)
                    .contains("the peer's user is not expected", "expected uid " + expected)
                    .containsPattern("actual uid " + uid + "[^0-9].*, pid " + client.pid() + "$");
            PeerRejectedException rejection = server.rejected();
            assertThat(rejection.reason()).isEqualTo(Reason.UID_NOT_EXPECTED);
            assertThat(rejection.peer().uid()).isEqualTo(uid);
            assertThat(rejection.peer().pid()).isEqualTo(client.pid());
            assertThat(server.counters().rejected()).isEqualTo(1);
            assertThat(server.hasServedNobody()).isTrue();
        }
    }

    @Test
    void aRefusedPeerDoesNotHinderAnExpectedOne(Warnings warnings) throws SocketBindException {
        Needs.root();
        warnings.allow("Rejected the peer of");
        Path path = Directories.open(this.directory).resolve("echo.sock");
        try (EchoServer server = EchoServer.at(TestSettings.at(path).uids(0L, 1001L))) {
            for (int i = 0; i < 3; i++) {
                try (Peer refused = Peer.pythonAs(65534, Scripts.ASK, path);
                        Peer expected = Peer.pythonAs(1001, Scripts.ASK, path)) {
                    assertThat(refused.line()).matches(Scripts::isRefusal);
                    assertThat(expected.line()).isEqualTo("hello");
                }
            }
            assertThat(server.counters().rejected()).isEqualTo(3);
            assertThat(server.counters().accepted()).isEqualTo(3);
        }
    }
}
