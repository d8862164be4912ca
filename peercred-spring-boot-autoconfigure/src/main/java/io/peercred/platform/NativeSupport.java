package io.peercred.platform;

import java.util.Locale;

import com.sun.jna.Platform;
import org.newsclub.net.unix.AFSocket;

/** Whether this machine has what the product stands on, and who this process is. */
public final class NativeSupport {

    private NativeSupport() {}

    /**
     * Loads the native libraries.
     *
     * @throws NativeSupportException if the operating system is not supported or a library cannot be loaded
     */
    public static void require() {
        String system = System.getProperty("os.name", "");
        if (!isSupportedSystem()) {
            throw NativeSupportException.unsupportedSystem(system);
        }
        try {
            LibC.geteuid();
            if (!Platform.ARCH.equals("x86-64") && !Platform.ARCH.equals("aarch64")) {
                throw NativeSupportException.unsupportedSystem(system + " on " + Platform.ARCH);
            }
            if (!AFSocket.isSupported()) {
                throw NativeSupportException.notLoadable(new UnsatisfiedLinkError("junixsocket-native"));
            }
        } catch (NativeSupportException ex) {
            throw ex;
        } catch (LinkageError | IllegalStateException ex) {
            throw NativeSupportException.notLoadable(ex);
        }
    }

    /** Whether the operating system is one that can have it. */
    public static boolean isSupportedSystem() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
    }

    /** The effective uid of this process. */
    public static long effectiveUid() {
        return Integer.toUnsignedLong(LibC.geteuid());
    }

    /** The effective gid of this process. */
    public static long effectiveGid() {
        return Integer.toUnsignedLong(LibC.getegid());
    }
}
