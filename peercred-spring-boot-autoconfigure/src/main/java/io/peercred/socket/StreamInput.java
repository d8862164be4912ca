package io.peercred.socket;

import java.io.IOException;
import java.io.InputStream;

import io.peercred.connection.VerifiedStream;

/** What comes from a peer. */
final class StreamInput extends InputStream {

    private final VerifiedStream stream;

    StreamInput(VerifiedStream stream) {
        this.stream = stream;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return this.stream.read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return this.stream.read(target, offset, length);
    }

    @Override
    public int available() throws IOException {
        return this.stream.available();
    }

    @Override
    public void close() throws IOException {
        this.stream.close();
    }
}
