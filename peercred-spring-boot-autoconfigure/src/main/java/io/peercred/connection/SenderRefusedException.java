package io.peercred.connection;

import java.io.IOException;

import io.peercred.platform.Errno;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.Ucred;

/** The kernel did not let this process state the credentials that a message was to be sent under. Nothing was sent. */
public final class SenderRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    SenderRefusedException(Ucred sender, NativeCallException cause) {
        super(
                "The kernel refuses to send as uid " + Integer.toUnsignedLong(sender.uid()) + ", gid "
                        + Integer.toUnsignedLong(sender.gid()) + ", pid " + sender.pid() + ": " + why(cause)
                        + ". Nothing was sent",
                cause);
    }

    static boolean isReason(NativeCallException ex) {
        return ex.errno() == Errno.EPERM || ex.errno() == Errno.ESRCH || ex.errno() == Errno.EINVAL;
    }

    private static String why(NativeCallException ex) {
        return switch (ex.errno()) {
            case Errno.EPERM ->
                "ids that are not this process's own take CAP_SETUID, CAP_SETGID and, for the pid, CAP_SYS_ADMIN (EPERM)";
            case Errno.ESRCH -> "there is no such process (ESRCH)";
            default -> "an id that this user namespace does not map (EINVAL)";
        };
    }
}
