package io.peercred.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

class SocketBindFailureTests {

    @TempDir
    Path directory;

    private Path socket;

    @BeforeEach
    void path() {
        this.socket = this.directory.resolve("clock.sock");
    }

    @Test
    void aLiveServerAtThePathIsNamedByUserAndProcess(Warnings warnings) {
        try (Peer server = Peer.python("s = listen(argv[0])\nsay('listening')\nhear()", this.socket)) {
            assertThat(server.line()).isEqualTo("listening");
            start(warnings)
                    .says("a server listens there: uid ", "pid " + server.pid())
                    .advises("Stop the other server", "peercred.inbound.clock.path");
        }
    }

    @Test
    void aLiveServerOfAnotherUserIsNamed(Warnings warnings) throws Exception {
        Needs.root();
        openToAll();
        try (Peer server = Peer.pythonAs(3000000000L, "s = listen(argv[0])\nsay('listening')\nhear()", this.socket)) {
            assertThat(server.line()).isEqualTo("listening");
            start(warnings).says("a server listens there: uid 3000000000", "pid " + server.pid());
        }
    }

    @Test
    void aLiveServerAtAnAbstractNameIsNamed(Warnings warnings) {
        String name = "@peercred-" + this.directory.getFileName();
        try (Peer server = Peer.python("s = listen(argv[0])\nsay('listening')\nhear()", name)) {
            assertThat(server.line()).isEqualTo("listening");
            start(warnings, name)
                    .says("a server listens there", "pid " + server.pid())
                    .advises("peercred.inbound.clock.path");
        }
    }

    @Test
    void aFileAtThePathIsNamedAndLeft(Warnings warnings) throws Exception {
        Files.writeString(this.socket, "precious");
        start(warnings).says("a regular file", "not deleted").advises("Move it away");
        assertThat(this.socket).hasContent("precious");
    }

    @Test
    void aLinkAtThePathIsNamedAndLeft(Warnings warnings) throws Exception {
        Files.createSymbolicLink(this.socket, this.directory.resolve("elsewhere"));
        start(warnings).says("link", "not deleted").advises("Move it away");
        assertThat(this.socket).isSymbolicLink();
    }

    @Test
    void aDirectoryAtThePathIsNamedAndLeft(Warnings warnings) throws Exception {
        Files.createDirectory(this.socket);
        start(warnings).says("a directory", "not deleted").advises("Move it away");
        assertThat(this.socket).isDirectory();
    }

    @Test
    void aDeadSocketOfSomebodyElseIsNamedAndLeft(Warnings warnings) throws Exception {
        Needs.root();
        openToAll();
        try (Peer server = Peer.pythonAs(1001, "listen(argv[0])", this.socket)) {
            assertThat(server.exitCode()).isZero();
        }
        start(warnings)
                .says("a socket without listener that belongs to uid 1001")
                .advises("peercred.inbound.clock.file-owner");
        assertThat(this.socket).exists();
    }

    @Test
    void aMissingDirectoryIsNamed(Warnings warnings) {
        this.socket = this.directory.resolve("missing/clock.sock");
        start(warnings)
                .says("there is no directory " + this.directory.resolve("missing"))
                .advises("install -d -m 0755 " + this.directory.resolve("missing"), "RuntimeDirectory=");
    }

    @Test
    void anUnsafeDirectoryIsNamedWithItsMode(Warnings warnings) throws Exception {
        Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        start(warnings)
                .says("its directory " + this.directory + " is not safe", "0777")
                .advises("chmod go-w " + this.directory, "chmod +t", "peercred.inbound.clock.directory-check=warn");
    }

    @Test
    void anUnsafeDirectoryIsOnlyWarnedOfWhereThatIsAskedFor(Warnings warnings) throws Exception {
        Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Contexts.with(
                        "peercred.expected-uid=self",
                        "peercred.inbound.clock.path=" + this.socket,
                        "peercred.inbound.clock.request-channel=nullChannel",
                        "peercred.inbound.clock.directory-check=warn")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    warnings.await("its directory " + this.directory + " is not safe");
                });
    }

    @Test
    void aDirectoryThatMayNotBeWrittenIsNamed(Warnings warnings) throws Exception {
        Needs.root();
        openToAll();
        Path closed = Files.createDirectory(
                this.directory.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        ChildApplication.asNobody(
                        "peercred.expected-uid=self", "peercred.inbound.clock.path=" + closed.resolve("clock.sock"))
                .says("cannot listen at " + closed.resolve("clock.sock"), "ermission denied")
                .advises("Give this process's user the directory", "RuntimeDirectory=");
    }

    @Test
    void anOwnerThatMayNotBeGivenIsNamed() throws Exception {
        Needs.root();
        Path own = Files.createDirectory(this.directory.resolve("own"));
        openToAll();
        try (Peer chown = Peer.python("os.chown(argv[0], 65534, 65534)", own)) {
            assertThat(chown.exitCode()).isZero();
        }
        ChildApplication.asNobody(
                        "peercred.expected-uid=self",
                        "peercred.inbound.clock.path=" + own.resolve("clock.sock"),
                        "peercred.inbound.clock.file-owner=0")
                .says("its file cannot be given to uid 0 (root)")
                .advises("CAP_CHOWN", "Remove peercred.inbound.clock.file-owner and peercred.inbound.clock.file-group");
        assertThat(own).isEmptyDirectory();
    }

    private void openToAll() throws Exception {
        Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setAttribute(this.directory, "unix:mode", 01777);
    }

    private FailedStart start(Warnings warnings) {
        return start(warnings, this.socket.toString());
    }

    private static FailedStart start(Warnings warnings, String path) {
        return FailedStart.with(
                        warnings,
                        "peercred.expected-uid=self",
                        "peercred.inbound.clock.path=" + path,
                        "peercred.inbound.clock.request-channel=nullChannel")
                .says("Inbound endpoint 'clock' cannot listen at " + path + ": ");
    }
}
