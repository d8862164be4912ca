package io.peercred.credentials;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.NativeSupport;
import io.peercred.platform.UnixSockets;
import io.peercred.testing.SocketPair;

import static io.peercred.credentials.TestPeers.CLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class PeerCredentialsReaderTests {

    @TempDir
    Path directory;

    @Test
    void aServerSeesWhoConnectedAndAClientWhoListens() throws IOException {
        Endpoint outbound = new Endpoint("clock", Direction.OUTBOUND, "/run/clock.sock");
        try (SocketPair pair = SocketPair.at(this.directory.resolve("a.sock"))) {
            PeerCredentials client = PeerCredentialsReader.read(pair.accepted(), CLOCK);
            PeerCredentials server = PeerCredentialsReader.read(pair.connected(), outbound);
            assertThat(client.moment()).isEqualTo(Moment.CONNECT);
            assertThat(server.moment()).isEqualTo(Moment.LISTEN);
            for (PeerCredentials peer : List.of(client, server)) {
                assertThat(peer.uid()).isEqualTo(NativeSupport.effectiveUid());
                assertThat(peer.gid()).isEqualTo(NativeSupport.effectiveGid());
                assertThat(peer.pid()).isEqualTo(ProcessHandle.current().pid());
            }
        }
    }

    @Test
    void aDescriptorWithoutAnswerIsAnUnknownPeer() {
        PeerRejectedException rejection =
                catchThrowableOfType(PeerRejectedException.class, () -> PeerCredentialsReader.read(1 << 20, CLOCK));
        assertThat(rejection.reason()).isEqualTo(Reason.UNKNOWN_PEER);
        assertThat(rejection.peer()).isNull();
        assertThat(rejection).hasCauseInstanceOf(NativeCallException.class).hasMessageContaining("SO_PEERCRED");
    }

    /** Asked for the ids alone, the kernel would report no error but ids that are not set. */
    @Test
    void aSocketWithoutPeerIsAnUnknownPeer() throws IOException {
        int unconnected = UnixSockets.open();
        try {
            assertThat(UnixSockets.peerCredentials(unconnected).uid()).isEqualTo(-1);
            PeerRejectedException rejection = catchThrowableOfType(
                    PeerRejectedException.class, () -> PeerCredentialsReader.read(unconnected, CLOCK));
            assertThat(rejection.reason()).isEqualTo(Reason.UNKNOWN_PEER);
        } finally {
            UnixSockets.close(unconnected);
        }
    }
}
