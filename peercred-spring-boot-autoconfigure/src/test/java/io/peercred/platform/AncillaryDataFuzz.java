package io.peercred.platform;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.peercred.testing.FuzzInput;

import static io.peercred.testing.Oracle.require;
import static io.peercred.testing.Oracle.requireEqual;

/**
 * Control messages are read within the length that the kernel gives, those of credentials and of descriptors alone, as
 * cmsg(3) lays them out. Input: flags, whether descriptors are taken, then what the kernel wrote.
 */
public final class AncillaryDataFuzz {

    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int SCM_CREDENTIALS = 2;
    private static final int MSG_CTRUNC = 8;

    private AncillaryDataFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        int flags = input.next();
        AncillaryData data = input.flag() ? Rooms.WITH_DESCRIPTORS : Rooms.WITHOUT_DESCRIPTORS;
        byte[] control = input.rest();
        control = Arrays.copyOf(control, Math.min(control.length, data.receiveSpace()));
        Ucred writer = null;
        List<Integer> descriptors = new ArrayList<>();
        ByteBuffer words = ByteBuffer.wrap(control).order(data.memory().order());
        for (long at = 0; at + 16 <= control.length; ) {
            long length = words.getLong((int) at);
            if (length < 16 || length > control.length - at) {
                break;
            }
            boolean ours = words.getInt((int) at + 8) == SOL_SOCKET;
            int type = words.getInt((int) at + 12);
            if (ours && type == SCM_CREDENTIALS && length >= 28) {
                writer = Ucred.decode(words, (int) at + 16);
            } else if (ours && type == SCM_RIGHTS) {
                for (int i = 0; i < (length - 16) / 4; i++) {
                    descriptors.add(words.getInt((int) at + 16 + i * 4));
                }
            }
            at += (length + 7) / 8 * 8;
        }
        check(data, flags, control, writer, descriptors);
    }

    private static void check(
            AncillaryData data, int flags, byte[] control, @Nullable Ucred writer, List<Integer> descriptors) {
        int[] taken;
        try {
            data.memory()
                    .putInt(AncillaryData.FLAGS_AT, flags)
                    .putLong(AncillaryData.CONTROL_LENGTH_AT, control.length)
                    .put(AncillaryData.CONTROL, control);
            data.parse();
        } finally {
            taken = data.takeDescriptors(); // They are nobody's: the next call must not close them.
        }
        requireEqual(data.writer(), writer);
        requireEqual(data.isTruncated(), (flags & MSG_CTRUNC) != 0);
        List<Integer> first = descriptors.subList(0, Math.min(descriptors.size(), AncillaryData.MAX_DESCRIPTORS));
        requireEqual(Arrays.stream(taken).boxed().toList(), first);
        require(data.takeDescriptors().length == 0, "descriptors twice");
    }

    /** Made once: they are direct memory. */
    private static final class Rooms {

        static final AncillaryData WITH_DESCRIPTORS = new AncillaryData(true);
        static final AncillaryData WITHOUT_DESCRIPTORS = new AncillaryData(false);
    }
}
