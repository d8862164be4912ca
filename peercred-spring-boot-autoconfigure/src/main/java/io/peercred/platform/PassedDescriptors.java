package io.peercred.platform;

import java.io.IOException;

/** Whether a peer may pass descriptors along. Thread-safe. */
public final class PassedDescriptors {

    private static volatile boolean unknown;

    private PassedDescriptors() {}

    /** Whether the peer may pass descriptors, which before Linux 6.16 it always may. */
    public static boolean arePermitted(int fd) throws IOException {
        if (unknown) {
            return true;
        }
        try {
            return UnixSockets.number("SO_PASSRIGHTS", fd, LibC.SO_PASSRIGHTS) != 0;
        } catch (NativeCallException ex) {
            requireUnknown(ex);
            return true;
        }
    }

    /**
     * Lets the peer pass descriptors, as it may from the start, or has it fail at that with {@link Errno#EPERM}
     * (SO_PASSRIGHTS, Linux 6.16). On a listener it is said of whoever connects from then on.
     *
     * @return false before Linux 6.16, where nothing changes
     */
    public static boolean permit(int fd, boolean permitted) throws IOException {
        if (unknown) {
            return false;
        }
        try {
            UnixSockets.number("setsockopt SO_PASSRIGHTS", fd, LibC.SO_PASSRIGHTS, permitted ? 1 : 0);
            return true;
        } catch (NativeCallException ex) {
            requireUnknown(ex);
            return false;
        }
    }

    private static void requireUnknown(NativeCallException ex) throws NativeCallException {
        if (ex.errno() != Errno.ENOPROTOOPT) {
            throw ex;
        }
        unknown = true;
    }
}
