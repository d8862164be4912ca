package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.peercred.connection.SocketBindException.Reason;
import io.peercred.platform.FileStatus;
import io.peercred.platform.UserNamespace;

/** The directory of a socket's file: whoever may write it may put another socket in the place of ours. */
final class SocketDirectory {

    private static final Log logger = LogFactory.getLog(SocketDirectory.class);

    private static final int OTHERS_WRITE = 0022;

    private SocketDirectory() {}

    /**
     * Returns if the directory exists, and is safe or only warned of.
     *
     * @param trusted uids that may write it
     */
    static void check(BindSettings settings, Set<Long> trusted) throws SocketBindException {
        Path directory = Objects.requireNonNull(
                Path.of(settings.address().path()).getParent(), "the directory of an absolute path");
        FileStatus status = status(settings, directory);
        if (!status.isDirectory()) {
            throw failure(settings, Reason.DIRECTORY_MISSING, directory + " is " + status.kind() + ", not a directory");
        }
        String danger = danger(status, trusted);
        if (danger == null) {
            return;
        }
        String what = "its directory " + directory + " is not safe: " + danger;
        if (settings.file().refuseUnsafeDirectory()) {
            throw failure(settings, Reason.DIRECTORY_UNSAFE, what);
        }
        logger.warn(SocketBindException.whoListens(settings.endpoint()) + " at "
                + settings.address().path() + ": " + what + " (directory-check: warn)");
    }

    private static FileStatus status(BindSettings settings, Path directory) throws SocketBindException {
        try {
            return FileStatus.following(directory);
        } catch (NoSuchFileException ex) {
            throw failure(settings, Reason.DIRECTORY_MISSING, "there is no directory " + directory);
        } catch (IOException ex) {
            Reason reason = Files.exists(directory) ? Reason.FAILED : Reason.DIRECTORY_MISSING;
            throw failure(settings, reason, "its directory " + directory + " cannot be read: " + ex);
        }
    }

    private static @Nullable String danger(FileStatus status, Set<Long> trusted) {
        if (!status.isSticky() && (status.permissions() & OTHERS_WRITE) != 0) {
            return "others may write it (mode " + String.format("%04o", status.permissions()) + ", not sticky)";
        }
        // Its owner may replace files in it, the sticky bit or not. One that our namespace does not map is most likely
        // the root of the host.
        boolean unmappedSticky = status.isSticky() && UserNamespace.current().isUnmappedUid(status.uid());
        if (!trusted.contains(status.uid()) && !unmappedSticky) {
            return "it belongs to uid " + status.uid();
        }
        return null;
    }

    private static SocketBindException failure(BindSettings settings, Reason reason, String what) {
        return new SocketBindException(
                reason, settings.endpoint(), settings.address().path(), what, null);
    }
}
