package io.peercred.connection;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Four bytes, big-endian, that say how many follow. The high bit is the error frames', which {@link ErrorFrames} reads
 * where one may come; where a request is due there is none.
 */
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
