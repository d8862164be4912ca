package io.peercred.connection;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Puts payloads into frames and takes them out again. Thread-safe and without state.
 *
 * <p>A bean of this type can be named by {@code peercred.codec}.
 */
public interface FrameCodec {

    /**
     * Reads one frame. Called only when its first byte is there.
     *
     * @param input where the bytes are; it keeps the endpoint's {@code max-message-size}
     * @return the payload
     * @throws FrameException if what arrives is no frame
     */
    byte[] decode(FrameInput input) throws IOException;

    /**
     * Frames one payload; called before anything is sent.
     *
     * @param payload the payload; not copied
     * @return what to write, in this order
     * @throws FrameException if the payload cannot be told from the framing around it
     */
    ByteBuffer[] encode(byte[] payload) throws FrameException;

    /**
     * Whether the end of the stream ends the frame, so that a connection serves one exchange only. A codec that takes the end
     * for a frame's must say so here: else a frame that is cut short, as by an orderly stop, would look complete.
     */
    default boolean endsWithStream() {
        return false;
    }
}
