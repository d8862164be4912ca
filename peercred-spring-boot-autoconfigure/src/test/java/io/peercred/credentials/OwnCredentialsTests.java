package io.peercred.credentials;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.connection.Resources;
import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerCredentials.Source;
import io.peercred.platform.NativeSupport;
import io.peercred.testing.RawListener;
import io.peercred.testing.TestClient;

import static org.assertj.core.api.Assertions.assertThat;

class OwnCredentialsTests {

    @TempDir
    Path directory;

    @Test
    void areThoseThatAServerSeesOfUs() throws IOException {
        try (RawListener listener = RawListener.at(this.directory.resolve("s"));
                TestClient client = new TestClient(this.directory.resolve("s"))) {
            assertThat(client.channel().isConnected()).isTrue();
            assertThat(PeerCredentials.self()).isEqualTo(listener.whoIsNext());
        }
    }

    @Test
    void nameThisProcess() {
        PeerCredentials self = PeerCredentials.self();
        assertThat(self.uid()).isEqualTo(NativeSupport.effectiveUid());
        assertThat(self.gid()).isEqualTo(NativeSupport.effectiveGid());
        assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(self.source()).isEqualTo(Source.SO_PEERCRED);
        assertThat(self.moment()).isEqualTo(Moment.CONNECT);
    }

    @Test
    void askingLeavesNothingOpen() {
        long before = Resources.sockets();
        for (int i = 0; i < 20; i++) {
            assertThat(PeerCredentials.self().uid()).isEqualTo(NativeSupport.effectiveUid());
        }
        Resources.awaitSockets(before);
    }
}
