package io.peercred.connection;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Four bytes, big-endian, that say how many follow; the high bit is reserved for error frames. */
final class LengthHeaderCodec implements FrameCodec {

    @Override
    public byte[] decode(FrameInput input) throws IOException {
        return input.readBytes(input.readInt());
    }

    @Override
    public ByteBuffer[] encode(byte[] payload) {
        ByteBuffer header =
                ByteBuffer.allocate(Integer.BYTES).putInt(payload.length).flip();
        return new ByteBuffer[] {header, ByteBuffer.wrap(payload)};
    }
}
