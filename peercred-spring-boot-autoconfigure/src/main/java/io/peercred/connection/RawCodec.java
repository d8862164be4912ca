package io.peercred.connection;

import java.io.IOException;
import java.nio.ByteBuffer;

/** All bytes up to the end of the stream. An empty payload cannot be told from none, so there is no empty frame. */
final class RawCodec implements FrameCodec {

    @Override
    public byte[] decode(FrameInput input) throws IOException {
        return input.readToEnd();
    }

    @Override
    public ByteBuffer[] encode(byte[] payload) throws FrameException {
        if (payload.length == 0) {
            throw new FrameException("the codec 'raw' cannot carry an empty payload");
        }
        return new ByteBuffer[] {ByteBuffer.wrap(payload)};
    }

    @Override
    public boolean endsWithStream() {
        return true;
    }
}
