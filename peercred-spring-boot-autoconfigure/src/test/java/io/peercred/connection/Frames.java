package io.peercred.connection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Frames as bytes, without a socket. */
final class Frames {

    private Frames() {}

    static FrameCodec codec(String name) {
        return Objects.requireNonNull(FrameCodecs.named(name));
    }

    static byte[] encode(String codec, String payload) throws FrameException {
        return io.peercred.testing.Frames.encode(codec, payload.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] decode(String codec, int limit, InputStream source) throws IOException {
        FrameInput input = new FrameInput(Channels.newChannel(source)::read, ByteBuffer.allocateDirect(1 << 10), limit);
        return codec(codec).decode(input);
    }

    static InputStream whole(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    /** Arrives in two pieces. */
    static InputStream inPieces(byte[] bytes, int split) {
        return new SequenceInputStream(
                new ByteArrayInputStream(bytes, 0, split),
                new ByteArrayInputStream(bytes, split, bytes.length - split));
    }

    /** Each read brings one byte. */
    static InputStream byteByByte(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1));
            }
        };
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static String unescape(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
    }
}
