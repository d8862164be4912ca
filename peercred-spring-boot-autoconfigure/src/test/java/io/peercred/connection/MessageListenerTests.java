package io.peercred.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.platform.AncillaryData;
import io.peercred.platform.NativeSupport;
import io.peercred.platform.Ucred;
import io.peercred.platform.UnixSockets;
import io.peercred.testing.TestClient;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** Where messages are judged, the kernel is asked for their writers before anybody can connect. */
@Timeout(20)
class MessageListenerTests {

    private static final Ucred SELF =
            new Ucred((int) ProcessHandle.current().pid(), (int) NativeSupport.effectiveUid(), (int)
                    NativeSupport.effectiveGid());

    @TempDir
    Path directory;

    @Test
    void itSaysThemOfEveryConnectionWithoutBeingAskedAgain() throws IOException {
        assertThat(writer(TestSettings.at(path()).judgesMessages())).isEqualTo(SELF);
    }

    @Test
    void whereOnlyConnectionsAreJudgedItIsNotAsked() throws IOException {
        assertThat(writer(TestSettings.at(path()))).isNull();
    }

    private Path path() {
        return this.directory.resolve("s");
    }

    /** Written when it was accepted; before, the kernel notes the writer in any case. */
    private Ucred writer(TestSettings settings) throws IOException {
        Listener listener =
                SocketBinder.bind(settings.bind(), settings.inbound().judgesMessages());
        try (TestClient client = new TestClient(path())) {
            int accepted = listener.accept();
            try {
                client.channel().write(ByteBuffer.allocate(1));
                AncillaryData data = new AncillaryData(false);
                assertThat(data.receive(accepted, ByteBuffer.allocateDirect(1))).isOne();
                return data.writer();
            } finally {
                UnixSockets.close(accepted);
            }
        } finally {
            listener.abandon();
        }
    }
}
