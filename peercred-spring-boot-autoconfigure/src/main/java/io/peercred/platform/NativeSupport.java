package io.peercred.platform;

import java.util.Locale;

import com.sun.jna.Native;
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
        if (!system.toLowerCase(Locale.ROOT).startsWith("linux")) {
            throw NativeSupportException.unsupportedSystem(system);
        }
        try {
            LibC.geteuid();
            if (Native.POINTER_SIZE != Long.BYTES) {
                throw NativeSupportException.unsupportedSystem("32-bit " + system);
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

    /** The effective uid of this process. */
    public static long effectiveUid() {
        return Integer.toUnsignedLong(LibC.geteuid());
    }

    /** The effective gid of this process. */
    public static long effectiveGid() {
        return Integer.toUnsignedLong(LibC.getegid());
    }
}
