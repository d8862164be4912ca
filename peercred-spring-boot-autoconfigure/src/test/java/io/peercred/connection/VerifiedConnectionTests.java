package io.peercred.connection;

import java.io.IOException;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import io.peercred.credentials.PeerCredentials;
import io.peercred.platform.UnixSockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/** What becomes of a descriptor that was to be a connection. */
class VerifiedConnectionTests {

    @AutoClose
    final Deadlines deadlines = new Deadlines();

    /** Such as without memory for what comes beside the bytes; here for want of an endpoint. */
    @Test
    void itIsClosedWhereThereCanBeNoConnection() throws IOException {
        PeerCredentials peer = PeerCredentials.self();
        int[] pair = UnixSockets.openPair();
        long before = Resources.sockets();
        assertThatNullPointerException()
                .isThrownBy(() -> VerifiedConnection.adopt(
                        pair[0],
                        Ancillary.CREDENTIALS_AND_FILES,
                        null,
                        peer,
                        null,
                        this.deadlines,
                        UnixSockets::close));
        assertThat(Resources.sockets()).isEqualTo(before - 1);
        UnixSockets.close(pair[1]);
    }
}
