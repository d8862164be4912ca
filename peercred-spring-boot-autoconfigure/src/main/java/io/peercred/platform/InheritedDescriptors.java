package io.peercred.platform;

import java.io.IOException;

/** Descriptors that were open when this process began. */
public final class InheritedDescriptors {

    private static final int STANDARD_INPUT = 0;

    private InheritedDescriptors() {}

    /** Keeps the descriptor from the children of this process. */
    public static void closeOnExec(int fd) throws IOException {
        NativeCall.run("fcntl F_SETFD", () -> LibC.fcntl(fd, LibC.F_SETFD, LibC.FD_CLOEXEC));
    }

    /**
     * Moves the standard input to another number, close-on-exec, and leaves {@code /dev/null} in its place: number 0 is
     * what children inherit, and what the next open(2) would be given.
     *
     * @return the number
     */
    public static int takeStandardInput() throws IOException {
        int fd = NativeCall.run(
                "fcntl F_DUPFD_CLOEXEC", () -> LibC.fcntl(STANDARD_INPUT, LibC.F_DUPFD_CLOEXEC, STANDARD_INPUT + 3));
        boolean replaced = false;
        try {
            int nothing =
                    NativeCall.run("open /dev/null", () -> LibC.open("/dev/null", LibC.O_RDWR | LibC.O_CLOEXEC, 0));
            try {
                NativeCall.run("dup2", () -> LibC.dup2(nothing, STANDARD_INPUT));
            } finally {
                UnixSockets.close(nothing);
            }
            replaced = true;
            return fd;
        } finally {
            if (!replaced) {
                UnixSockets.close(fd);
            }
        }
    }
}
