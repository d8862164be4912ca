package io.peercred.platform;

import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import com.sun.jna.Platform;
import org.newsclub.net.unix.AFSocket;

/** Whether this machine has what the product stands on, and who this process is. */
public final class NativeSupport {

    /** Run once for the process, whatever comes of it. */
    private static final FutureTask<Boolean> LOADING = new FutureTask<>(NativeSupport::load);

    private NativeSupport() {}

    /**
     * Begins to load the native libraries on another thread, where the operating system can have them. It takes some 200
     * ms, in which a context can start. What becomes of it is for {@link #require()} to say.
     */
    public static void loadInBackground() {
        if (isSupportedSystem()) {
            Thread thread = new Thread(LOADING, "peercred-native");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * Loads the native libraries, or waits until they are.
     *
     * @throws NativeSupportException if the operating system is not supported or a library cannot be loaded
     */
    public static void require() {
        if (!isSupportedSystem()) {
            throw NativeSupportException.unsupportedSystem(systemName());
        }
        LOADING.run();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (!LOADING.get()) {
                        throw NativeSupportException.unsupportedSystem(systemName() + " on " + Platform.ARCH);
                    }
                    return;
                } catch (InterruptedException ex) {
                    interrupted = true; // It ends soon, and nothing can go on without.
                } catch (ExecutionException ex) {
                    throw NativeSupportException.notLoadable(ex.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** False on an architecture whose numbers are not known. */
    private static boolean load() {
        LibC.geteuid();
        if (!Platform.ARCH.equals("x86-64") && !Platform.ARCH.equals("aarch64")) {
            return false;
        }
        if (!AFSocket.isSupported()) {
            throw new UnsatisfiedLinkError("junixsocket-native");
        }
        return true;
    }

    private static String systemName() {
        return System.getProperty("os.name", "");
    }

    /** Whether the operating system is one that can have it. */
    public static boolean isSupportedSystem() {
        return systemName().toLowerCase(Locale.ROOT).startsWith("linux");
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
