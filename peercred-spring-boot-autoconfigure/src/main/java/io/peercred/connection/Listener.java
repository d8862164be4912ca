package io.peercred.connection;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import io.peercred.platform.FileStatus;

/** A listening socket. The accepting thread owns and closes it; others may end its wait. */
interface Listener {

    /** What its file looked like when it was bound; null where it is not ours, or there is none. */
    @Nullable
    FileStatus file();

    /**
     * Waits for the next connection and returns its descriptor, which is the caller's.
     *
     * @throws java.nio.channels.ClosedChannelException once it was ended
     */
    int accept() throws IOException;

    /** Why whoever connects to the path does not reach this listener; null if they do. */
    @Nullable
    String obstacle();

    /** Whether whoever connects from now on may pass descriptors, where that is ours to say and the kernel can do so. */
    void permitDescriptors(boolean permitted) throws IOException;

    /** Lets nobody find the socket any more, if it is ours. */
    void unlink() throws IOException;

    /**
     * Ends {@link #accept()}, once it has returned the connections that are ours to serve; throws where that cannot be, and
     * the next connection is nobody's.
     */
    void end() throws IOException;

    void close() throws IOException;

    /** Gives up what nobody is going to accept from. */
    void abandon();
}
