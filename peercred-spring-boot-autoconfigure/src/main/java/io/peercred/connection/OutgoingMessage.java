package io.peercred.connection;

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
 */
public record OutgoingMessage(byte[] payload, @Nullable SenderCredentials sender, List<FileDescriptor> files) {

    public OutgoingMessage {
        files = List.copyOf(files);
    }

    /** A payload with nothing beside it. */
    public static OutgoingMessage of(byte[] payload) {
        return new OutgoingMessage(payload, null, List.of());
    }
}
