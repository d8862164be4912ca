package io.peercred.socket;

import java.io.IOException;
import java.io.OutputStream;

import io.peercred.connection.VerifiedStream;

/** What goes to a peer; not buffered. */
final class StreamOutput extends OutputStream {

    private final VerifiedStream stream;

    StreamOutput(VerifiedStream stream) {
        this.stream = stream;
    }

    @Override
    public void write(int data) throws IOException {
        this.stream.write(new byte[] {(byte) data}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        this.stream.write(source, offset, length);
    }

    @Override
    public void close() throws IOException {
        this.stream.close();
    }
}
