package io.peercred.connection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.platform.AncillaryData;
import io.peercred.platform.Ucred;

/**
 * What came beside the bytes of one frame: who wrote them, and descriptors. Belongs to the thread that reads.
 *
 * <p>The kernel never merges bytes of different writers into one read (SO_PASSCRED), and a read ends with the bytes that
 * descriptors came with; so all bytes that are buffered have one writer, and what came beside them came beside the last.
 */
final class FrameAncillary {

    private final Endpoint endpoint;
    private final boolean judgesWriters;
    private final int maxDescriptors;
    private final List<Integer> descriptors = new ArrayList<>();
    private @Nullable Ucred latest;
    private @Nullable Ucred writer;
    private boolean withinFrame;

    /**
     * Creates one for a connection.
     *
     * @param judgesWriters whether a frame must have one known writer
     * @param maxDescriptors beside one frame; 0 where none are taken
     */
    FrameAncillary(Endpoint endpoint, boolean judgesWriters, int maxDescriptors) {
        this.endpoint = endpoint;
        this.judgesWriters = judgesWriters;
        this.maxDescriptors = maxDescriptors;
    }

    /** To be called after each read that brought bytes. */
    void arrived(AncillaryData data) throws FrameException {
        for (int each : data.takeDescriptors()) {
            this.descriptors.add(each);
        }
        if (data.isTruncated() || this.descriptors.size() > this.maxDescriptors) {
            throw new FrameException("more file descriptors than the " + this.maxDescriptors
                    + " of max-file-descriptors, or than this process may have open");
        }
        this.latest = data.writer();
        if (this.withinFrame) {
            requireSameWriter();
        }
    }

    private void requireSameWriter() {
        if (this.judgesWriters && !Objects.equals(this.latest, this.writer)) {
            throw new PeerRejectedException(
                    Reason.SEVERAL_WRITERS,
                    null,
                    this.endpoint,
                    "begun by " + describe(this.writer) + ", continued by " + describe(this.latest),
                    null);
        }
    }

    private static String describe(@Nullable Ucred writer) {
        return writer == null
                ? "nobody known"
                : "pid " + writer.pid() + " of uid " + Integer.toUnsignedLong(writer.uid());
    }

    /** Begins a frame whose first byte is buffered, and tells who wrote that; null where the kernel did not say. */
    @Nullable
    Ucred beginFrame() {
        this.withinFrame = true;
        this.writer = this.latest;
        return this.writer;
    }

    /**
     * Ends the frame and hands over its descriptors.
     *
     * @param moreBuffered whether bytes of the next frame came in the same read, so that the descriptors may be theirs
     */
    ReceivedFiles endFrame(boolean moreBuffered) throws IOException {
        this.withinFrame = false;
        if (moreBuffered && !this.descriptors.isEmpty()) {
            throw new FrameException("file descriptors that came beside the bytes of two frames");
        }
        return ReceivedFiles.of(this.descriptors);
    }

    /** Closes the descriptors that no frame has taken. */
    void close() throws IOException {
        ReceivedFiles.of(this.descriptors).close();
    }
}
