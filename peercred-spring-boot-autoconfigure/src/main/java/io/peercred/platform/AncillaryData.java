package io.peercred.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes bytes together with what travels beside them (cmsg(3), unix(7)): who wrote them, and open files. Not
 * thread-safe; holds native memory for one call at a time.
 *
 * <p>The layout is that of 64-bit Linux: {@code msghdr} of 56 bytes, {@code iovec} of 16, {@code cmsghdr} of 16, each
 * control message aligned to 8.
 */
public final class AncillaryData {

    /** The most descriptors that the kernel passes at once (SCM_MAX_FD). */
    public static final int MAX_DESCRIPTORS = 253;

    private static final int IOVEC = 56;
    static final int CONTROL = IOVEC + 16;
    private static final int CMSG_HEADER = 16;
    private static final int CREDENTIALS_SPACE = CMSG_HEADER + 16;
    private static final int NAME_LENGTH_AT = 8;
    private static final int IOVEC_AT = 16;
    private static final int IOVEC_COUNT_AT = 24;
    private static final int CONTROL_AT = 32;
    static final int CONTROL_LENGTH_AT = 40;
    static final int FLAGS_AT = 48;

    private final ByteBuffer memory;
    private final long address;
    private final int receiveSpace;
    private @Nullable Ucred writer;
    /** Made beforehand: descriptors that there is no memory for any more would be lost. */
    private final int[] descriptors = new int[MAX_DESCRIPTORS];

    private int descriptorCount;
    private boolean truncated;

    /**
     * Makes room.
     *
     * @param receiveDescriptors whether descriptors are taken; else the kernel discards them and {@link #isTruncated()}
     *     says so
     */
    public AncillaryData(boolean receiveDescriptors) {
        int all = CREDENTIALS_SPACE + align(CMSG_HEADER + MAX_DESCRIPTORS * Integer.BYTES);
        this.receiveSpace = receiveDescriptors ? all : CREDENTIALS_SPACE;
        this.memory = ByteBuffer.allocateDirect(CONTROL + all).order(ByteOrder.nativeOrder());
        this.address = address(this.memory);
    }

    private static long address(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }

    private static int align(int length) {
        return length + 7 & ~7;
    }

    /**
     * Reads once into a direct buffer; 0 at the end of the stream. What came beside the bytes is here until the next
     * call. Its descriptors are close-on-exec; those that nobody has taken are closed by the next call.
     */
    public int receive(int fd, ByteBuffer target) throws IOException {
        discardDescriptors();
        this.writer = null;
        this.truncated = false;
        prepare(target, this.receiveSpace);
        int count = NativeCall.run("recvmsg", () -> LibC.recvmsg(fd, this.memory, LibC.MSG_CMSG_CLOEXEC));
        parse();
        if (count == 0) {
            this.writer = null; // At the end of the stream the kernel writes zeros, which look like root.
        }
        target.position(target.position() + count);
        return count;
    }

    /**
     * Looks at what has come and leaves it there.
     *
     * @return whether the buffer was filled by bytes of one writer with no descriptors beside them
     */
    public boolean peek(int fd, ByteBuffer target) throws IOException {
        // Without SO_PASSCRED the room would be filled by descriptors, which then would be open here.
        prepare(target, UnixSockets.passesCredentials(fd) ? CREDENTIALS_SPACE : 0);
        int count = NativeCall.run(
                "recvmsg",
                () -> LibC.recvmsg(fd, this.memory, LibC.MSG_PEEK | LibC.MSG_DONTWAIT | LibC.MSG_CMSG_CLOEXEC));
        return count == target.remaining() && (this.memory.getInt(FLAGS_AT) & LibC.MSG_CTRUNC) == 0;
    }

    private void prepare(ByteBuffer data, int controlLength) {
        this.memory
                .putLong(0, 0)
                .putLong(NAME_LENGTH_AT, 0)
                .putLong(IOVEC_AT, this.address + IOVEC)
                .putLong(IOVEC_COUNT_AT, 1)
                .putLong(CONTROL_AT, controlLength == 0 ? 0 : this.address + CONTROL)
                .putLong(CONTROL_LENGTH_AT, controlLength)
                .putLong(FLAGS_AT, 0)
                .putLong(IOVEC, address(data) + data.position())
                .putLong(IOVEC + 8, data.remaining());
    }

    /** Where the kernel writes to: the message's header, the data's place, and from {@link #CONTROL} on what came beside. */
    ByteBuffer memory() {
        return this.memory;
    }

    /** How much of what comes beside has room. */
    int receiveSpace() {
        return this.receiveSpace;
    }

    /** Reads what the kernel wrote. */
    void parse() {
        this.writer = null;
        this.truncated = (this.memory.getInt(FLAGS_AT) & LibC.MSG_CTRUNC) != 0;
        int end = CONTROL + (int) this.memory.getLong(CONTROL_LENGTH_AT);
        int at = CONTROL;
        while (at + CMSG_HEADER <= end) {
            long announced = this.memory.getLong(at);
            int level = this.memory.getInt(at + 8);
            int type = this.memory.getInt(at + 12);
            if (announced < CMSG_HEADER || announced > end - at) {
                return;
            }
            int length = (int) announced;
            if (level == LibC.SOL_SOCKET && type == LibC.SCM_CREDENTIALS && length >= CMSG_HEADER + Ucred.BYTES) {
                this.writer = Ucred.decode(this.memory, at + CMSG_HEADER);
            } else if (level == LibC.SOL_SOCKET && type == LibC.SCM_RIGHTS) {
                for (int each = at + CMSG_HEADER;
                        each + Integer.BYTES <= at + length && this.descriptorCount < MAX_DESCRIPTORS;
                        each += Integer.BYTES) {
                    this.descriptors[this.descriptorCount++] = this.memory.getInt(each);
                }
            }
            at += align(length);
        }
    }

    /** Who wrote the bytes that came; null where the kernel did not say. */
    public @Nullable Ucred writer() {
        return this.writer;
    }

    /** The descriptors that came, the caller's to close from now on; none the next time. */
    public int[] takeDescriptors() {
        int[] taken = Arrays.copyOf(this.descriptors, this.descriptorCount);
        this.descriptorCount = 0;
        return taken;
    }

    /** Closes the descriptors that came and that nobody has taken. */
    public void discardDescriptors() {
        for (; this.descriptorCount > 0; this.descriptorCount--) {
            UnixSockets.discard(this.descriptors[this.descriptorCount - 1]);
        }
    }

    /** Whether something else came that had no room, such as descriptors; the kernel has discarded it. */
    public boolean isTruncated() {
        return this.truncated;
    }

    /**
     * Writes once from a direct buffer.
     *
     * @param sender ids to state, which the kernel checks (EPERM, ESRCH); null for what it fills in by itself
     * @param passed descriptors for the peer to get copies of, at most {@link #MAX_DESCRIPTORS}
     * @return how many bytes were written; where it throws, none, and nothing was passed
     */
    public int send(int fd, ByteBuffer source, @Nullable Ucred sender, int... passed) throws IOException {
        int at = CONTROL;
        if (sender != null) {
            header(at, CMSG_HEADER + Ucred.BYTES, LibC.SCM_CREDENTIALS);
            sender.encode(this.memory, at + CMSG_HEADER);
            at += CREDENTIALS_SPACE;
        }
        if (passed.length > 0) {
            int length = CMSG_HEADER + passed.length * Integer.BYTES;
            header(at, length, LibC.SCM_RIGHTS);
            for (int i = 0; i < passed.length; i++) {
                this.memory.putInt(at + CMSG_HEADER + i * Integer.BYTES, passed[i]);
            }
            at += align(length);
        }
        prepare(source, at - CONTROL);
        int count = NativeCall.run("sendmsg", () -> LibC.sendmsg(fd, this.memory, LibC.MSG_NOSIGNAL));
        source.position(source.position() + count);
        return count;
    }

    private void header(int at, int length, int type) {
        this.memory.putLong(at, length).putInt(at + 8, LibC.SOL_SOCKET).putInt(at + 12, type);
    }
}
