package io.peercred.reliability;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Where the sockets are that are attacked, and the server behind them. */
final class AttackedServer implements AutoCloseable {

    /** Refused everywhere. */
    static final long REFUSED = 65534;

    /** Expected, and hostile; the scripts know it, too. */
    static final long HOSTILE = 65533;

    /** Where others may make files, as in the directory for temporary ones. */
    final Path shared;

    /** Where others may replace files. */
    final Path unsafe;

    private final ServerProcess process;

    AttackedServer(Path directory, File log) throws IOException {
        permit(directory, "rwxr-xr-x");
        this.shared = Files.createDirectory(directory.resolve("shared"));
        this.unsafe = Files.createDirectory(directory.resolve("unsafe"));
        permit(this.unsafe, "rwxrwxrwx");
        permit(this.shared, "rwxrwxrwx");
        Files.setAttribute(this.shared, "unix:mode", 01777);
        String expected = "expected-uid=0," + HOSTILE;
        this.process = new ServerProcess(
                target(),
                log,
                "--peercred.inbound.target." + expected,
                "--peercred.inbound.target.read-timeout=5s",
                "--peercred.inbound.telling.path=" + telling(),
                "--peercred.inbound.telling." + expected,
                "--peercred.inbound.telling.error-replies=true",
                "--peercred.inbound.telling.max-file-descriptors=4",
                "--peercred.inbound.telling.read-timeout=5s",
                "--peercred.inbound.telling.write-timeout=5s",
                "--peercred.inbound.telling.request-channel=peercred.inbound.target",
                "--peercred.inbound.judging.path=" + judging(),
                "--peercred.inbound.judging.credentials=message",
                "--peercred.inbound.judging.file-mode=0666",
                "--peercred.inbound.judging.request-channel=peercred.inbound.target",
                "--peercred.inbound.swapped.path=" + swapped(),
                "--peercred.inbound.swapped.directory-check=warn",
                "--peercred.inbound.swapped.file-mode=0666",
                "--peercred.inbound.swapped.request-channel=peercred.inbound.target");
    }

    private static void permit(Path directory, String mode) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
    }

    ServerProcess process() {
        return this.process;
    }

    /** Judges connections, expects us and a hostile user. */
    Path target() {
        return this.shared.resolve("target");
    }

    /** The same; tells errors, and takes files. */
    Path telling() {
        return this.shared.resolve("telling");
    }

    /** Judges each message, expects us. */
    Path judging() {
        return this.shared.resolve("judging");
    }

    /** Expects us, where others may take its place. */
    Path swapped() {
        return this.unsafe.resolve("swapped");
    }

    Path[] all() {
        return List.of(target(), telling(), judging()).toArray(Path[]::new);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        this.process.close();
    }
}
