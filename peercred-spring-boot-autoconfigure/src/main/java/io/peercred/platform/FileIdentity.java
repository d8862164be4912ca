package io.peercred.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Which file it is, whatever its name (statx(2)). Two files that are open at once are one where this is equal.
 *
 * @param deviceMajor of the file system
 * @param deviceMinor of the file system
 * @param inode within the file system
 */
public record FileIdentity(int deviceMajor, int deviceMinor, long inode) {

    private static final int BYTES = 256;
    private static final int MASK_OFFSET = 0;
    private static final int INODE_OFFSET = 32;
    private static final int MAJOR_OFFSET = 136;
    private static final int MINOR_OFFSET = 140;

    /** By what the kernel has at hand: a file system that its user serves (fuse(4)) could keep us waiting for good. */
    static FileIdentity of(int fd) throws IOException {
        byte[] result = new byte[BYTES];
        NativeCall.run("statx", () -> (int) LibC.syscall(
                LibC.SYS_STATX, fd, "", LibC.AT_EMPTY_PATH | LibC.AT_STATX_DONT_SYNC, LibC.STATX_INO, result));
        ByteBuffer statx = ByteBuffer.wrap(result).order(ByteOrder.nativeOrder());
        if ((statx.getInt(MASK_OFFSET) & LibC.STATX_INO) == 0) {
            throw new IOException("statx: no inode");
        }
        return new FileIdentity(statx.getInt(MAJOR_OFFSET), statx.getInt(MINOR_OFFSET), statx.getLong(INODE_OFFSET));
    }
}
