package io.peercred.connection;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.FileDescriptorCast;

import io.peercred.credentials.SenderCredentials;
import io.peercred.platform.AncillaryData;
import io.peercred.platform.NativeSupport;
import io.peercred.platform.Ucred;

/** A message that is ready to be written once; only its codec makes one. */
public final class Frame {

    private final ByteBuffer[] parts;
    private final @Nullable Ucred sender;
    private final List<FileDescriptor> files;

    private Frame(ByteBuffer[] parts, @Nullable Ucred sender, List<FileDescriptor> files) {
        this.parts = parts;
        this.sender = sender;
        this.files = files;
    }

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

    /** An error frame of the codec {@code length-header}; {@code max-message-size} is for messages. */
    static Frame of(ErrorCode error) {
        return new Frame(new ByteBuffer[] {error.frame()}, null, List.of());
    }

    /** The same, with the headers of its trace ahead of it. */
    Frame behind(Map<String, String> trace) {
        ByteBuffer head = RequestHead.encode(trace);
        if (head == null) {
            return this;
        }
        ByteBuffer[] all = new ByteBuffer[this.parts.length + 1];
        all[0] = head;
        System.arraycopy(this.parts, 0, all, 1, this.parts.length);
        return new Frame(all, this.sender, this.files);
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

    /** Its bytes, in this order. */
    ByteBuffer[] parts() {
        return this.parts;
    }

    /** Ids to state, or null. */
    @Nullable
    Ucred sender() {
        return this.sender;
    }

    boolean isPlain() {
        return this.sender == null && this.files.isEmpty();
    }

    /** The numbers of the files that go with the first byte, of which none may be closed meanwhile. */
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
