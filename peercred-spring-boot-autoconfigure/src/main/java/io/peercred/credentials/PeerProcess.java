package io.peercred.credentials;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.peercred.credentials.PeerProcessException.Reason;
import io.peercred.platform.Errno;
import io.peercred.platform.FileHandle;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.ProcessStat;

/**
 * The very process that connected, or that listens: not whichever has its number by now. Thread-safe.
 *
 * <p>It is who called connect(2) or listen(2), which need not be who reads and writes: it may have left the connection to
 * a child. A process that lives may become another program (execve(2)) at any time, keeping its connections; so what it
 * runs is a fact of the moment at which it is read, and a process that may be what somebody else made it (by a debugger,
 * by its environment) is no more to be trusted than its user.
 *
 * <p>Every fact is read and then confirmed: that the process was still there when it had been read. Each throws
 * {@link PeerProcessException} where it cannot be had; its reason {@code CLOSED} after the connection has ended.
 */
public final class PeerProcess {

    private static final int LONGEST_COMMAND_LINE = 1 << 20;

    private final PeerPin pin;

    PeerProcess(PeerPin pin) {
        this.pin = pin;
    }

    private interface Fact<T> {
        T of(Path directory) throws IOException;
    }

    /** Whether it has not exited; whatever became of it before it is waited for, a zombie has. */
    public boolean isAlive() throws PeerProcessException {
        return !this.pin.hasExited();
    }

    /**
     * Completes when it exits, or has exited already; cancelled when the connection ends before. Each call returns a
     * future of its own, completed by a thread of the common pool, and takes nothing from other peers if it waits.
     */
    public CompletableFuture<@Nullable Void> onExit() throws PeerProcessException {
        CompletableFuture<@Nullable Void> own = new CompletableFuture<>();
        this.pin.exit().whenCompleteAsync((nothing, failure) -> {
            if (failure == null) {
                own.complete(null);
            } else {
                own.cancel(false);
            }
        });
        return own;
    }

    /**
     * The name of the file that it runs, for people: the name is that of the process's own view of the file system, in
     * which it may have put anything anywhere. For a decision ask {@link #runs}.
     *
     * <p>Of another user's process, and of one that has more rights than its user, it takes CAP_SYS_PTRACE.
     */
    public Path executable() throws PeerProcessException {
        return read("exe", "which program it runs", Files::readSymbolicLink);
    }

    /**
     * Whether it runs this very file, by device and inode. It takes the rights that {@link #executable()} takes.
     *
     * @throws PeerProcessException also if there is no such file, {@code UNREADABLE}
     */
    public boolean runs(Path file) throws PeerProcessException {
        try (FileHandle expected = FileHandle.pinTarget(file)) {
            return read("exe", "which program it runs", link -> {
                try (FileHandle actual = FileHandle.pinTarget(link)) {
                    return actual.identity().equals(expected.identity());
                }
            });
        } catch (PeerProcessException ex) {
            throw ex;
        } catch (IOException ex) {
            throw new PeerProcessException(
                    Reason.UNREADABLE, "Cannot tell which file is expected: " + ex.getMessage(), ex);
        }
    }

    /** What it was started with, for people: it can write anything there. Its first mebibyte. */
    public List<String> commandLine() throws PeerProcessException {
        return read("cmdline", "its command line", file -> {
            try (InputStream in = Files.newInputStream(file)) {
                String line = new String(in.readNBytes(LONGEST_COMMAND_LINE), StandardCharsets.UTF_8);
                if (line.isEmpty() && ProcessStat.isExiting(file.resolveSibling("stat"))) {
                    throw new IOException("it has given up its memory");
                }
                return line.isEmpty()
                        ? List.of()
                        : List.of((line.endsWith("\0") ? line.substring(0, line.length() - 1) : line).split("\0", -1));
            }
        });
    }

    /** Its control group in the hierarchy that systemd uses, as a path from the root that this process sees. */
    public String cgroup() throws PeerProcessException {
        return read(
                "cgroup", "its control group", file -> ControlGroups.current().path(file));
    }

    /**
     * The unit of the system manager that it belongs to, as sd_pid_get_unit(3) says; null if none. Everything that a
     * user's own manager starts belongs to that manager's unit, {@code user@UID.service}.
     */
    public @Nullable String unit() throws PeerProcessException {
        return read(
                        "cgroup",
                        "its control group",
                        file -> Optional.ofNullable(ControlGroups.current().unit(file)))
                .orElse(null);
    }

    private <T> T read(String name, String what, Fact<T> fact) throws PeerProcessException {
        int pid = this.pin.pid();
        T result;
        try {
            result = fact.of(Path.of("/proc", Integer.toString(pid), name));
        } catch (IOException ex) {
            if (isExiting(pid) || this.pin.hasExited()) {
                throw PeerPin.exited(ex);
            }
            throw failure(what, ex);
        }
        if (this.pin.hasExited()) {
            throw PeerPin.exited(null); // What was read may be another's.
        }
        return result;
    }

    /**
     * Between giving up what there is to read and being reported as exited, a process is neither. If the number is
     * another's by now, ours has exited, whatever the other does.
     */
    private static boolean isExiting(int pid) {
        try {
            return ProcessStat.isExiting(Path.of("/proc", Integer.toString(pid), "stat"));
        } catch (IOException ex) {
            return false; // Then it is gone, which its descriptor says, or hidden.
        }
    }

    static PeerProcessException failure(String what, IOException cause) {
        if (isDenied(cause)) {
            return new PeerProcessException(
                    Reason.NOT_PERMITTED,
                    "This process may not know of the peer's process " + what
                            + "; of another user's process, or one with more rights, that takes CAP_SYS_PTRACE",
                    cause);
        }
        String hint = cause instanceof NoSuchFileException || cause instanceof FileNotFoundException
                ? " (/proc may be mounted with hidepid, or the process have no program)"
                : "";
        return new PeerProcessException(
                Reason.UNREADABLE,
                "The system does not say of the peer's process " + what + ": " + cause.getMessage() + hint,
                cause);
    }

    private static boolean isDenied(IOException cause) {
        return cause instanceof AccessDeniedException
                || cause instanceof NativeCallException call
                        && (call.errno() == Errno.EACCES || call.errno() == Errno.EPERM);
    }

    /** Such as "process of a peer"; nothing that would have to be asked for. */
    @Override
    public String toString() {
        return "the process of a peer";
    }
}
