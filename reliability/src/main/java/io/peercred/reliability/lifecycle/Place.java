package io.peercred.reliability.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** The path where servers listen, what is there by the model, and what others put there. */
final class Place {

    /**
     * Something that is at a path.
     *
     * @param key which file it is
     * @param server whose socket it is; null if none of those under test
     */
    record Entry(Kind kind, Object key, @Nullable Server server) {}

    private final Path directory;
    private final Things things;
    private @Nullable Entry here;
    private @Nullable Entry away;
    private boolean lockBlocked;
    private boolean loose;

    Place(Path directory, @Nullable OtherUser other) throws IOException {
        this.directory = directory;
        this.things = new Things(directory, other);
        loosen(false);
    }

    Path path() {
        return this.directory.resolve("s");
    }

    private Path awayPath() {
        return this.directory.resolve("moved");
    }

    private Path lock() {
        return this.directory.resolve("s.lock");
    }

    @Nullable
    Entry here() {
        return this.here;
    }

    boolean lockBlocked() {
        return this.lockBlocked;
    }

    boolean loose() {
        return this.loose;
    }

    /** Whether there may be one of this kind now; of those that live there is one. */
    boolean canPut(Kind kind) {
        return kind != Kind.LIVE && kind != Kind.LIVE_OF_OTHER || !isKind(this.here, kind) && !isKind(this.away, kind);
    }

    private static boolean isKind(@Nullable Entry entry, Kind kind) {
        return entry != null && entry.kind() == kind;
    }

    /** Puts something in the place of whatever is there, as anybody who may write the directory can. */
    void put(Kind kind) throws IOException {
        Path made = this.directory.resolve("new");
        this.things.make(kind, made);
        remove();
        Files.move(made, path(), StandardCopyOption.ATOMIC_MOVE);
        this.here = new Entry(kind, key(path()), null);
    }

    void remove() throws IOException {
        if (this.here != null) {
            Files.delete(path());
            this.things.end(this.here.kind());
            this.here = null;
        }
    }

    void moveAway() throws IOException {
        if (this.here != null && this.away == null) {
            Files.move(path(), awayPath(), StandardCopyOption.ATOMIC_MOVE);
            this.away = this.here;
            this.here = null;
        }
    }

    void moveBack() throws IOException {
        if (this.away != null && this.here == null) {
            Files.move(awayPath(), path(), StandardCopyOption.ATOMIC_MOVE);
            this.here = this.away;
            this.away = null;
        }
    }

    void blockLock(boolean blocked) throws IOException {
        if (blocked) {
            Files.writeString(lock(), Things.CONTENT);
        } else {
            Files.deleteIfExists(lock());
        }
        this.lockBlocked = blocked;
    }

    void loosen(boolean loose) throws IOException {
        Files.setPosixFilePermissions(
                this.directory, PosixFilePermissions.fromString(loose ? "rwxrwxrwx" : "rwxr-xr-x"));
        this.loose = loose;
    }

    /** The server has bound here. */
    void served(Server server) throws IOException {
        Violation.unless(Files.exists(path(), LinkOption.NOFOLLOW_LINKS), "no file where a server has started");
        this.here = new Entry(Kind.SERVED, key(path()), server);
    }

    /**
     * The server has ended.
     *
     * @param couldDelete whether it could have its lock; null if that is not known
     */
    void ended(Server server, @Nullable Boolean couldDelete) {
        if (this.away != null && this.away.server() == server) {
            this.away = new Entry(Kind.DEAD, this.away.key(), null);
        }
        if (this.here != null && this.here.server() == server) {
            boolean deleted = couldDelete == null ? Files.notExists(path(), LinkOption.NOFOLLOW_LINKS) : couldDelete;
            this.here = deleted ? null : new Entry(Kind.DEAD, this.here.key(), null);
        }
    }

    /** A start that failed for want of descriptors may have got as far as this. */
    void mayHaveLostDeadSocket() {
        if (isKind(this.here, Kind.DEAD) && Files.notExists(path(), LinkOption.NOFOLLOW_LINKS)) {
            this.here = null;
        }
    }

    /** Compares the model with what is there. */
    void check(boolean canList) throws IOException {
        check(path(), this.here);
        check(awayPath(), this.away);
        if (this.lockBlocked) {
            Violation.unless(Files.size(lock()) == Things.CONTENT.length(), "what was at the lock's place has changed");
        }
        if (canList) {
            Set<String> expected = new TreeSet<>();
            expect(expected, "s", this.here != null);
            expect(expected, "moved", this.away != null);
            expect(expected, "s.lock", this.lockBlocked);
            expect(expected, "decoy", this.things.hasDecoy());
            try (Stream<Path> files = Files.list(this.directory)) {
                Set<String> found =
                        files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
                Violation.unless(found.equals(expected), "in the directory are " + found + ", not " + expected);
            }
        }
    }

    private static void expect(Set<String> expected, String name, boolean there) {
        if (there) {
            expected.add(name);
        }
    }

    private static void check(Path path, @Nullable Entry entry) throws IOException {
        boolean exists = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        if (entry == null) {
            Violation.unless(!exists, path + " is there and should not be");
            return;
        }
        Violation.unless(exists, path + " is gone, which was " + entry);
        Violation.unless(key(path).equals(entry.key()), path + " is no longer " + entry);
        if (entry.kind() == Kind.FILE) {
            Violation.unless(Files.size(path) == Things.CONTENT.length(), "the file has changed");
        }
    }

    private static Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /** Takes away all that is there. */
    void clear() throws IOException {
        blockLock(false);
        loosen(false);
        remove();
        moveBack();
        remove();
        this.things.close();
    }
}
