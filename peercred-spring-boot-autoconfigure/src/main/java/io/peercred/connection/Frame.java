package io.peercred.connection;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.FileDescriptorCast;

import io.peercred.credentials.SenderCredentials;
import io.peercred.platform.AncillaryData;
import io.peercred.platform.NativeSupport;
import io.peercred.platform.Ucred;

/**
 * A message that is ready to be written once.
 *
 * @param parts its bytes, in this order
 * @param sender ids to state, or null
 * @param files what goes with the first byte
 */
public record Frame(ByteBuffer[] parts, @Nullable Ucred sender, List<FileDescriptor> files) {

    /** Frames a message, or says why that cannot be. */
    static Frame of(OutgoingMessage message, FrameCodec codec, int maxMessageSize) throws FrameException {
        byte[] payload = message.payload();
        if (payload.length > maxMessageSize) {
            throw new FrameException("the payload has " + payload.length + " bytes, more than the " + maxMessageSize
                    + " of max-message-size");
        }
        if (message.files().size() > AncillaryData.MAX_DESCRIPTORS) {
            throw new FrameException("the message has " + message.files().size() + " files, more than the "
                    + AncillaryData.MAX_DESCRIPTORS + " that the kernel passes at once");
        }
        SenderCredentials sender = message.sender();
        return new Frame(codec.encode(payload), sender == null ? null : complete(sender), message.files());
    }

    private static Ucred complete(SenderCredentials sender) {
        Long uid = sender.uid();
        Long gid = sender.gid();
        Long pid = sender.pid();
        return new Ucred(
                (int) (pid == null ? ProcessHandle.current().pid() : pid),
                (int) (uid == null ? NativeSupport.effectiveUid() : uid),
                (int) (gid == null ? NativeSupport.effectiveGid() : gid));
    }

    boolean isPlain() {
        return this.sender == null && this.files.isEmpty();
    }

    /** The numbers of the files, of which none may be closed meanwhile. */
    int[] descriptors() throws IOException {
        int[] numbers = new int[this.files.size()];
        for (int i = 0; i < numbers.length; i++) {
            FileDescriptor file = this.files.get(i);
            if (!file.valid()) {
                throw new FrameException("a file that was to be sent is closed");
            }
            numbers[i] = FileDescriptorCast.using(file).as(Integer.class);
        }
        return numbers;
    }
}
