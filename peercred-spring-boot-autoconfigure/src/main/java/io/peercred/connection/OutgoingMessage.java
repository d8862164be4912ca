package io.peercred.connection;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.SenderCredentials;

/**
 * What is to be sent in one frame.
 *
 * @param payload not copied
 * @param sender ids to state; null for what the kernel fills in, the real ids of this process
 * @param files open files for the peer to get copies of; they stay open here
 * @param resource closed once a reply was written, or could not be; null for nothing. Of a request it is the sender's
 */
public record OutgoingMessage(
        byte[] payload,
        @Nullable SenderCredentials sender,
        List<FileDescriptor> files,
        @Nullable Closeable resource) {

    public OutgoingMessage {
        files = List.copyOf(files);
    }

    /** A message with nothing to close. */
    public OutgoingMessage(byte[] payload, @Nullable SenderCredentials sender, List<FileDescriptor> files) {
        this(payload, sender, files, null);
    }

    /** A payload with nothing beside it. */
    public static OutgoingMessage of(byte[] payload) {
        return new OutgoingMessage(payload, null, List.of());
    }

    /** The same, with something to close behind it. */
    public OutgoingMessage closing(@Nullable Closeable resource) {
        return resource == null ? this : new OutgoingMessage(this.payload, this.sender, this.files, resource);
    }
}
