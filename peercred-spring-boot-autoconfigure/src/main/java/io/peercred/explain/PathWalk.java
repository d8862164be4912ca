package io.peercred.explain;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.peercred.platform.FileStatus;

/** Goes the way of a path as the kernel does, link by link (path_resolution(7)), and looks at each directory on it. */
final class PathWalk {

    /** As many links as the kernel follows. */
    private static final int MAX_LINKS = 40;

    private final Findings findings;
    private final Permission permission;
    private final Set<Path> searched = new HashSet<>();
    private final Deque<Path> ahead = new ArrayDeque<>();
    private Path directory = Path.of("/");
    private @Nullable FileStatus directoryStatus;
    private int links;

    /**
     * What the path leads to.
     *
     * @param path without a link in it
     */
    record Found(Path path, FileStatus status) {}

    PathWalk(Findings findings, Permission permission) {
        this.findings = findings;
        this.permission = permission;
    }

    /** Where it ends; null if there is nothing, or nothing that this process can see. */
    @Nullable
    Found to(Path path) {
        push(path);
        Path next = path;
        try {
            search();
            while (!this.ahead.isEmpty()) {
                Path name = this.ahead.pop();
                next = this.directory.resolve(name);
                if (name.toString().equals("..")) {
                    Path parent = this.directory.getParent();
                    this.directory = parent == null ? this.directory : parent;
                    search();
                    continue;
                }
                if (name.toString().equals(".")) {
                    continue;
                }
                FileStatus status = FileStatus.of(next);
                if (status.isSymbolicLink()) {
                    if (!follow(next, status)) {
                        return null;
                    }
                } else if (this.ahead.isEmpty()) {
                    return new Found(next, status);
                } else if (status.isDirectory()) {
                    this.directory = next;
                    search();
                } else {
                    this.findings.notOk("directory " + next, "there is " + status.kind() + ", not a directory");
                    return null;
                }
            }
            this.findings.notOk("socket " + path, "there is a directory, not a socket");
        } catch (NoSuchFileException ex) {
            missing(next);
        } catch (AccessDeniedException ex) {
            this.findings.unknown(next.toString(), "this process may not look at it");
        } catch (IOException ex) {
            this.findings.unknown(next.toString(), "it cannot be looked at: " + ex.getMessage());
        }
        return null;
    }

    private void push(Path path) {
        List<Path> names = new ArrayList<>();
        path.forEach(names::add);
        for (int i = names.size() - 1; i >= 0; i--) {
            this.ahead.push(names.get(i));
        }
    }

    private void search() throws IOException {
        FileStatus status = FileStatus.of(this.directory);
        this.directoryStatus = status;
        if (this.searched.add(this.directory)) {
            this.permission.toSearch(this.directory, status);
        }
    }

    private boolean follow(Path link, FileStatus status) throws IOException {
        Path target = Files.readSymbolicLink(link);
        String what = "link " + link + " to " + target;
        if (++this.links > MAX_LINKS) {
            this.findings.notOk(what, "there are more than " + MAX_LINKS + " links on the way");
            return false;
        }
        if (this.ahead.isEmpty() && isProtected(status)) {
            this.findings.notOk(
                    what,
                    "in a sticky directory that others may write, only links of the directory's owner and of the"
                            + " user are followed (fs.protected_symlinks)");
        } else {
            this.findings.ok(what, "it is followed");
        }
        push(target);
        if (target.isAbsolute()) {
            this.directory = Path.of("/");
            search();
        }
        return true;
    }

    private boolean isProtected(FileStatus link) {
        FileStatus parent = this.directoryStatus;
        return parent != null
                && parent.isSticky()
                && (parent.permissions() & 02) != 0
                && link.uid() != this.findings.subject().uid()
                && link.uid() != parent.uid()
                && linksAreProtected();
    }

    private static boolean linksAreProtected() {
        try {
            return !Files.readString(Path.of("/proc/sys/fs/protected_symlinks"))
                    .trim()
                    .equals("0");
        } catch (IOException ex) {
            return true; // As every distribution has it.
        }
    }

    private void missing(Path next) {
        boolean isSocket = this.ahead.isEmpty();
        if (isSocket) {
            this.findings.notOk("socket " + next, "nothing is there");
        } else {
            Path run = Path.of("/run");
            this.findings.notOk(
                    "directory " + next,
                    "nothing is there",
                    run.equals(next.getParent()) && Permission.isPlain(next)
                            ? new Remedy(Remedy.SERVER_UNIT, "RuntimeDirectory=" + next.getFileName())
                            : new Remedy(Remedy.SHELL, "mkdir " + Permission.quoted(next)));
        }
    }
}
