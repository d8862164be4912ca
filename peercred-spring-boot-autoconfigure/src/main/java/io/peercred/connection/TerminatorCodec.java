package io.peercred.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Ends each frame with a terminator, which no payload may hold: it would make two frames of one. */
final class TerminatorCodec implements FrameCodec {

    private final String name;
    private final byte[] terminator;

    TerminatorCodec(String name, byte... terminator) {
        this.name = name;
        this.terminator = terminator;
    }

    @Override
    public byte[] decode(FrameInput input) throws IOException {
        return input.readUntil(this.terminator);
    }

    @Override
    public ByteBuffer[] encode(byte[] payload) throws FrameException {
        for (int i = 0; i <= payload.length - this.terminator.length; i++) {
            if (payload[i] == this.terminator[0]
                    && Arrays.equals(
                            payload, i, i + this.terminator.length, this.terminator, 0, this.terminator.length)) {
                throw new FrameException(
                        "the payload holds the terminator of the codec '" + this.name + "' at byte " + i);
            }
        }
        return new ByteBuffer[] {ByteBuffer.wrap(payload), ByteBuffer.wrap(this.terminator)};
    }
}
