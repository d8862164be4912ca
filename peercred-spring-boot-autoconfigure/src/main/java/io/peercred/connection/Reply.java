package io.peercred.connection;

import java.io.Closeable;
import java.io.IOException;

import io.peercred.credentials.PeerCredentials;

/**
 * What came back.
 *
 * @param payload of the reply's frame; not copied
 * @param peer who answered
 * @param files what came with it; the caller's to close
 */
public record Reply(byte[] payload, PeerCredentials peer, ReceivedFiles files) implements Closeable {

    /** Closes the files that came. */
    @Override
    public void close() throws IOException {
        this.files.close();
    }
}
