package io.peercred.explain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.peercred.credentials.Names;
import io.peercred.platform.FileAccess;
import io.peercred.platform.FileStatus;
import io.peercred.platform.UserNamespace;

/** Whether the subject may search a directory, or write a socket. */
final class Permission {

    private static final int READ_WRITE = 06;

    private final Findings findings;
    private final UserNamespace namespace;
    private final Function<String, Remedy> socketMode;

    /**
     * Creates one.
     *
     * @param socketMode how the mode of the socket's file is set, such as "0666"
     */
    Permission(Findings findings, UserNamespace namespace, Function<String, Remedy> socketMode) {
        this.findings = findings;
        this.namespace = namespace;
        this.socketMode = socketMode;
    }

    void toSearch(Path directory, FileStatus status) {
        look("directory " + directory, directory, status, FileAccess.SEARCH, "search");
    }

    void toWrite(Path socket, FileStatus status) {
        look("socket " + socket, socket, status, FileAccess.WRITE, "write");
    }

    private void look(String what, Path path, FileStatus status, int permission, String verb) {
        Subject subject = this.findings.subject();
        FileAccess access;
        try {
            access = FileAccess.of(path, status);
        } catch (IOException ex) {
            this.findings.unknown(what, "its access control list cannot be read: " + ex.getMessage());
            return;
        }
        String file = describe(access);
        FileAccess.Answer answer = access.permits(permission, subject.uid(), subject.groups());
        if (answer == FileAccess.Answer.YES) {
            this.findings.ok(what, "the user may " + verb + " it: " + file);
        } else if (subject.isRoot() && !isUnmapped(status)) {
            this.findings.ok(what, "root may " + verb + " it unless CAP_DAC_OVERRIDE was taken from it: " + file);
        } else if (answer == FileAccess.Answer.UNKNOWN) {
            this.findings.unknown(what, "it depends on the user's groups, which are not known: " + file);
        } else {
            this.findings.notOk(what, "the user may not " + verb + " it: " + file, remedies(path, access, permission));
        }
    }

    /** Root of a user namespace has power over what belongs to ids of that namespace. */
    private boolean isUnmapped(FileStatus status) {
        return this.namespace.isUnmappedUid(status.uid()) || this.namespace.isUnmappedGid(status.gid());
    }

    private static String describe(FileAccess access) {
        FileStatus status = access.status();
        return String.format("mode %04o, ", status.permissions()) + Names.user(status.uid()) + ", "
                + Names.group(status.gid())
                + (access.hasList() ? ", and an access control list (getfacl shows it)" : "");
    }

    private List<Remedy> remedies(Path path, FileAccess access, int permission) {
        Subject subject = this.findings.subject();
        FileStatus status = access.status();
        List<Remedy> remedies = new ArrayList<>();
        boolean byGroup =
                (status.permissions() >> 3 & permission) != 0 && status.uid() != subject.uid() && !access.hasList();
        if (byGroup && status.gid() != 0) { // Nobody is told to join root's group.
            String group = nameOf(status.gid());
            remedies.add(new Remedy(Remedy.CLIENT_UNIT, "SupplementaryGroups=" + group));
            remedies.add(
                    new Remedy(Remedy.CLIENT_POD, "securityContext:", "  supplementalGroups: [" + status.gid() + "]"));
        }
        if (access.hasList()) {
            remedies.add(new Remedy(
                    Remedy.SHELL,
                    "setfacl -m u:" + subject.uid() + ":" + (permission == FileAccess.SEARCH ? "x" : "rw") + " "
                            + quoted(path)));
        } else {
            addModes(remedies, path, status, permission);
        }
        return remedies;
    }

    private void addModes(List<Remedy> remedies, Path path, FileStatus status, int permission) {
        int shift = status.uid() == this.findings.subject().uid() ? 6 : isInGroup(status) ? 3 : 0;
        if (permission == FileAccess.SEARCH) {
            String mode = String.format("%04o", status.permissions() | permission << shift);
            remedies.add(new Remedy(Remedy.SHELL, "chmod " + "ogu".charAt(shift / 3) + "+x " + quoted(path)));
            Path run = Path.of("/run");
            if (run.equals(path.getParent()) && isPlain(path)) {
                remedies.add(new Remedy(
                        Remedy.SERVER_UNIT, "RuntimeDirectory=" + path.getFileName(), "RuntimeDirectoryMode=" + mode));
            }
            if (path.startsWith(run) && isPlain(path)) {
                remedies.add(new Remedy(
                        Remedy.TMPFILES,
                        "d " + path + " " + mode + " " + owner(status.uid()) + " " + nameOf(status.gid()) + " -"));
            }
            return;
        }
        remedies.add(this.socketMode.apply(String.format("%04o", status.permissions() | mode(shift))));
    }

    /** What is open to all is open to the group, too. */
    private static int mode(int shift) {
        return shift == 0 ? READ_WRITE << 3 | READ_WRITE : READ_WRITE << shift;
    }

    private boolean isInGroup(FileStatus status) {
        var groups = this.findings.subject().groups();
        return groups != null && groups.contains(status.gid());
    }

    private static String owner(long uid) {
        String name = Names.userName(uid);
        return name == null ? String.valueOf(uid) : name;
    }

    static String nameOf(long gid) {
        String name = Names.groupName(gid);
        return name == null ? String.valueOf(gid) : name;
    }

    /** Whether it can be written anywhere as it is. */
    static boolean isPlain(Path path) {
        return path.toString().matches("[A-Za-z0-9_./@:+-]+");
    }

    /** For a shell, bash where it must, in one line. */
    static String quoted(Path path) {
        if (isPlain(path)) {
            return path.toString();
        }
        String quoted = "'" + path.toString().replace("'", "'\\''") + "'";
        return Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]")
                .matcher(quoted)
                .replaceAll(found -> Matcher.quoteReplacement(
                        String.format("'$'\\u%04x''", (int) found.group().charAt(0))));
    }
}
