package io.peercred.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * What stands at a path (stat(2)).
 *
 * @param device with {@code inode} the file's identity
 * @param inode with {@code device} the file's identity
 * @param mode type and permission bits
 * @param uid owner, 0 to 4294967295
 * @param gid group, 0 to 4294967295
 */
public record FileStatus(long device, long inode, int mode, long uid, long gid) {

    private static final int TYPE = 0170000;
    private static final int STICKY = 01000;

    /** Of the path itself; a symbolic link is not followed. */
    public static FileStatus of(Path path) throws IOException {
        return read(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Of what the path leads to. */
    public static FileStatus following(Path path) throws IOException {
        return read(path);
    }

    private static FileStatus read(Path path, LinkOption... options) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:dev,ino,mode,uid,gid", options);
        return new FileStatus(
                number(attributes, "dev"),
                number(attributes, "ino"),
                (int) number(attributes, "mode"),
                // The JDK reads ids as signed.
                number(attributes, "uid") & 0xFFFFFFFFL,
                number(attributes, "gid") & 0xFFFFFFFFL);
    }

    private static long number(Map<String, Object> attributes, String name) {
        if (attributes.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalStateException("no attribute unix:" + name);
    }

    /** Whether both are one file. */
    public boolean isSameFileAs(FileStatus other) {
        return this.device == other.device && this.inode == other.inode;
    }

    public boolean isSocket() {
        return (this.mode & TYPE) == 0140000;
    }

    public boolean isDirectory() {
        return (this.mode & TYPE) == 0040000;
    }

    public boolean isSymbolicLink() {
        return (this.mode & TYPE) == 0120000;
    }

    public boolean isSticky() {
        return (this.mode & STICKY) != 0;
    }

    /** The permission bits, 0 to 0777. */
    public int permissions() {
        return this.mode & 0777;
    }

    /** The kind of file in words: "a socket", "a directory" … */
    public String kind() {
        return switch (this.mode & TYPE) {
            case 0140000 -> "a socket";
            case 0120000 -> "a symbolic link";
            case 0100000 -> "a regular file";
            case 0040000 -> "a directory";
            case 0010000 -> "a named pipe";
            default -> "a device";
        };
    }
}
