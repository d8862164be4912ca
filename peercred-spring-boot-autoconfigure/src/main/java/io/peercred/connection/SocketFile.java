package io.peercred.connection;

import org.jspecify.annotations.Nullable;

/**
 * How the file of a listening socket shall look before the first peer can connect.
 *
 * @param mode permission bits, 0 to 0777
 * @param owner its uid, or null for the process's
 * @param group its gid, or null for the process's
 * @param refuseUnsafeDirectory whether a directory that others may write is an error, and not only a warning
 */
public record SocketFile(
        int mode, @Nullable Long owner, @Nullable Long group, boolean refuseUnsafeDirectory) {}
