package io.peercred.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.peercred.testing.Chunks;

/**
 * What comes out of a stream of frames.
 *
 * @param frames the payloads, one character a byte
 * @param failure how it ended, or empty where the stream ended between two frames
 */
record FrameReader(List<String> frames, String failure) {

    /** As the codec reads it. */
    static FrameReader read(FrameCodec codec, Chunks stream, int bufferSize, int limit) throws IOException {
        FrameInput input = new FrameInput(stream::read, ByteBuffer.allocate(bufferSize), limit);
        List<String> frames = new ArrayList<>();
        try {
            while (input.await()) {
                frames.add(text(codec.decode(input)));
            }
            return new FrameReader(frames, "");
        } catch (FrameException ex) {
            return new FrameReader(frames, String.valueOf(ex.getMessage()));
        }
    }

    /** As docs/protocol.md has it, by the plainest means. */
    static FrameReader expected(String codec, byte[] bytes, int limit) {
        String stream = text(bytes);
        List<String> frames = new ArrayList<>();
        int at = 0;
        while (at < stream.length()) {
            int end;
            int next;
            if (codec.equals("length-header")) {
                long length = at + 4 > stream.length()
                        ? -1
                        : ByteBuffer.wrap(bytes, at, 4).getInt();
                end = length < 0 ? -1 : (int) Math.min(at + 4 + length, Integer.MAX_VALUE);
                next = end;
                at += 4;
            } else if (codec.equals("raw")) {
                end = stream.length();
                next = end;
            } else {
                String terminator = codec.equals("crlf") ? "\r\n" : codec.equals("lf") ? "\n" : "\0";
                end = stream.indexOf(terminator, at);
                next = end + terminator.length();
            }
            if (end < 0 || end > stream.length() || end - at > limit) {
                return new FrameReader(frames, "no frame");
            }
            frames.add(stream.substring(at, end));
            at = next;
        }
        return new FrameReader(frames, "");
    }

    boolean isOrderly() {
        return this.failure.isEmpty();
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
