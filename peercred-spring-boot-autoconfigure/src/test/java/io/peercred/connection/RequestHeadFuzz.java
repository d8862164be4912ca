package io.peercred.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.peercred.testing.Chunks;
import io.peercred.testing.FuzzInput;

import static io.peercred.testing.Oracle.require;
import static io.peercred.testing.Oracle.requireEqual;

/**
 * A head is what another reader of JSON takes it for, in printable ASCII, or a {@link FrameException} whose words are ours;
 * however it arrives. Input: size of pieces, the JSON.
 */
public final class RequestHeadFuzz {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private RequestHeadFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        FuzzInput input = new FuzzInput(bytes);
        int piece = 1 + input.next();
        byte[] json = input.rest();
        byte[] stream = ByteBuffer.allocate(json.length + 8)
                .putInt(json.length | Integer.MIN_VALUE)
                .put(json)
                .array();
        Map<String, String> headers = read(Chunks.whole(stream), 1 << 14);
        requireEqual(read(new Chunks(stream, piece, 1), 16), headers);
        if (headers == null) {
            return;
        }
        require(json.length <= RequestHead.MAX_LENGTH, "a head above its limit");
        JsonNode tree = JSON.readTree(new String(json, StandardCharsets.UTF_8));
        requireEqual(JSON.valueToTree(headers), tree);
        headers.forEach((name, value) ->
                require((name + value).chars().allMatch(each -> each >= ' ' && each <= '~'), "no printable ASCII"));
        ByteBuffer again = RequestHead.encode(headers);
        if (again != null) {
            byte[] written = Arrays.copyOf(again.array(), again.limit() + 4);
            requireEqual(read(Chunks.whole(written), 1 << 14), headers);
        }
    }

    static @Nullable Map<String, String> read(Chunks stream, int bufferSize) throws IOException {
        FrameInput input = new FrameInput(stream::read, ByteBuffer.allocate(bufferSize), 1);
        require(input.await(), "no first byte");
        try {
            Map<String, String> headers = RequestHead.read(input);
            requireEqual(input.readInt(), 0);
            return headers;
        } catch (FrameException ex) {
            return null;
        }
    }
}
