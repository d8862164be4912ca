package io.peercred.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.peercred.testing.Chunks;
import io.peercred.testing.Frames;
import io.peercred.testing.FuzzInput;

import static io.peercred.testing.Oracle.require;
import static io.peercred.testing.Oracle.requireEqual;

/**
 * A stream is the same frames however it arrives and whatever the buffer: those of docs/protocol.md, none above the limit.
 * Input: codec, limit, buffer's size, three sizes of pieces, stream.
 */
public final class FrameInputFuzz {

    static final List<String> CODECS = List.of("length-header", "crlf", "lf", "nul", "raw");

    private FrameInputFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        FuzzInput input = new FuzzInput(bytes);
        String name = CODECS.get(input.choice(CODECS.size()));
        int limit = 1 + input.next();
        int bufferSize = 1 + input.next();
        int[] sizes = {input.next(), input.next(), input.next()};
        byte[] stream = input.rest();
        FrameCodec codec = io.peercred.connection.Frames.codec(name);

        FrameReader whole = FrameReader.read(codec, Chunks.whole(stream), 1 << 12, limit);
        FrameReader inPieces = FrameReader.read(codec, new Chunks(stream, sizes), bufferSize, limit);
        requireEqual(inPieces, whole);
        FrameReader expected = FrameReader.expected(name, stream, limit);
        requireEqual(whole.frames(), expected.frames());
        requireEqual(whole.isOrderly(), expected.isOrderly());
        StringBuilder again = new StringBuilder();
        for (String frame : whole.frames()) {
            require(frame.length() <= limit, "a frame larger than the limit");
            again.append(FrameReader.text(Frames.encode(name, frame.getBytes(StandardCharsets.ISO_8859_1))));
        }
        require(FrameReader.text(stream).startsWith(again.toString()), "frames that were not in the stream");
    }
}
