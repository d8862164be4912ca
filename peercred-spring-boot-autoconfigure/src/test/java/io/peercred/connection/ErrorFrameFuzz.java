package io.peercred.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerCredentials.Source;
import io.peercred.testing.Chunks;
import io.peercred.testing.FuzzInput;

import static io.peercred.testing.Oracle.require;
import static io.peercred.testing.Oracle.requireEqual;
import static io.peercred.testing.Oracle.requireOneLine;

/**
 * Whatever stands in an error frame, a caller gets a code in lower case and one bounded line, or a {@link FrameException};
 * however it arrives. Input: size of pieces, the JSON.
 */
public final class ErrorFrameFuzz {

    private static final Endpoint ENDPOINT = new Endpoint("clock", Direction.OUTBOUND, "/run/clock.sock");
    private static final PeerCredentials PEER =
            new PeerCredentials(0, 0, 1L, Set.of(), Source.SO_PEERCRED, Moment.LISTEN);

    private ErrorFrameFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        FuzzInput input = new FuzzInput(bytes);
        int piece = 1 + input.next();
        byte[] json = input.rest();
        byte[] stream = ByteBuffer.allocate(json.length + 4)
                .putInt(json.length | ErrorCode.ERROR_BIT)
                .put(json)
                .array();
        IOException whole = read(Chunks.whole(stream), 1 << 14);
        IOException inPieces = read(new Chunks(stream, piece), 16);
        requireEqual(inPieces.getMessage(), whole.getMessage());
        if (whole instanceof ErrorFrameException error) {
            require(json.length <= ErrorFrames.LONGEST, "an error frame above its limit");
            require(error.error().matches("[a-z][a-z0-9-]{0,63}"), "no code: " + error.error());
            require(String.valueOf(error.getMessage()).length() < 1000, "a message without bound");
        } else {
            require(whole instanceof FrameException, "is " + whole);
        }
        requireOneLine(String.valueOf(whole.getMessage()));
    }

    private static IOException read(Chunks stream, int bufferSize) throws IOException {
        FrameInput input = new FrameInput(stream::read, ByteBuffer.allocate(bufferSize), 1);
        require(input.await(), "no first byte");
        try {
            return ErrorFrames.read(input, ENDPOINT, PEER);
        } catch (FrameException ex) {
            return ex;
        }
    }
}
