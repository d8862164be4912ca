package io.peercred.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

import io.peercred.connection.FrameCodecs;
import io.peercred.connection.FrameException;

/** Frames as bytes. */
public final class Frames {

    private Frames() {}

    /** What a named codec makes of a payload. */
    public static byte[] encode(String codec, byte[] payload) throws FrameException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        for (ByteBuffer part : Objects.requireNonNull(FrameCodecs.named(codec)).encode(payload)) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            frame.writeBytes(bytes);
        }
        return frame.toByteArray();
    }
}
