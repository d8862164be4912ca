package io.peercred.connection;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.connection.SocketBindException.Reason;
import io.peercred.platform.FileStatus;
import io.peercred.platform.UnixAddress;
import io.peercred.platform.UnixSockets;
import io.peercred.testing.Needs;
import io.peercred.testing.TestClient;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** The socket itself: how it is bound, whose file it deletes, and what a closed one does. */
@Timeout(60)
class SocketActivatorTests {

    @TempDir
    Path directory;

    private SocketActivatorBuilder at(String name) {
        return SocketActivator.at(this.directory.resolve(name).toString());
    }

    private FileStatus file(String name) throws IOException {
        return FileStatus.of(this.directory.resolve(name));
    }

    @Test
    void itsFileIsTheOwnersAloneUnlessSaidOtherwise() throws IOException {
        try (SocketActivator activator = at("s").bind()) {
            assertThat(activator.path()).isEqualTo(this.directory.resolve("s").toString());
            assertThat(file("s").permissions()).isEqualTo(0600);
        }
    }

    @Test
    void itsFileHasModeOwnerAndGroup() throws IOException {
        Needs.root();
        try (SocketActivator activator =
                at("s").fileMode(0660).fileOwner(3000000000L).fileGroup(65534).bind()) {
            FileStatus file = FileStatus.of(Path.of(activator.path()));
            assertThat(file.permissions()).isEqualTo(0660);
            assertThat(file.uid()).isEqualTo(3000000000L);
            assertThat(file.gid()).isEqualTo(65534);
        }
    }

    @Test
    void aDirectoryThatOthersMayWriteIsRefusedUnlessAllowed(Warnings warnings) throws IOException {
        SocketPaths.mode(0777, this.directory);
        SocketActivatorBuilder builder = at("s");
        assertThatExceptionOfType(SocketBindException.class)
                .isThrownBy(builder::bind)
                .withMessageStartingWith("This process cannot listen")
                .satisfies(ex -> assertThat(ex.reason()).isEqualTo(Reason.DIRECTORY_UNSAFE))
                .satisfies(ex -> assertThat(ex.endpoint()).isNull());
        try (SocketActivator activator = builder.allowUnsafeDirectory().bind()) {
            warnings.await("This process at " + activator.path());
        }
    }

    @Test
    void aPathThatIsServedIsRefused() throws IOException {
        try (SocketActivator activator = at("s").bind()) {
            SocketActivatorBuilder second = SocketActivator.at(activator.path());
            assertThatExceptionOfType(SocketBindException.class)
                    .isThrownBy(second::bind)
                    .satisfies(ex -> assertThat(ex.reason()).isEqualTo(Reason.TAKEN));
        }
    }

    @Test
    void aFileOfItsOwnThatIsLeftOverIsReplaced() throws IOException {
        at("s").bind().close();
        try (SocketActivator activator = at("s").bind();
                TestClient client = new TestClient(Path.of(activator.path()))) {
            assertThat(client.channel().isConnected()).isTrue();
        }
    }

    @Test
    void itKeepsAsManyConnectionsAsItsBacklogSays() throws IOException {
        try (SocketActivator activator = at("s").backlog(1).bind()) {
            Path socket = Path.of(activator.path());
            try (TestClient first = new TestClient(socket);
                    TestClient second = new TestClient(socket)) { // Linux keeps one more.
                assertThat(first.channel().isConnected() && second.channel().isConnected())
                        .isTrue();
                int fd = UnixSockets.openNonBlocking();
                try {
                    assertThatExceptionOfType(IOException.class)
                            .isThrownBy(() -> UnixSockets.connect(fd, new UnixAddress(activator.path())));
                } finally {
                    UnixSockets.close(fd);
                }
            }
        }
    }

    @Test
    void itDeletesItsFileWhenTold() throws IOException {
        try (SocketActivator activator = at("s").bind()) {
            activator.deleteFile();
            assertThat(this.directory).isEmptyDirectory();
            activator.deleteFile();
        }
    }

    @Test
    void itDeletesNobodyElsesFile() throws IOException {
        try (SocketActivator activator = at("s").bind()) {
            Path socket = Path.of(activator.path());
            Files.delete(socket);
            try (SocketActivator successor = at("s").bind()) {
                activator.deleteFile();
                assertThat(socket).exists();
                successor.deleteFile();
                assertThat(socket).doesNotExist();
            }
        }
    }

    @Test
    void closedItLeavesTheFileThatMayBeASuccessorsByThen() throws IOException {
        SocketActivator activator = at("s").bind();
        activator.close();
        activator.close();
        assertThat(this.directory.resolve("s")).exists();
        assertThatIllegalStateException().isThrownBy(activator::deleteFile).withMessageContaining(activator.path());
        assertThat(this.directory.resolve("s")).exists();
    }

    @ParameterizedTest
    @EnumSource
    void closedItStartsNothing(Handover handover) throws IOException {
        SocketActivator activator = at("s").bind();
        activator.close();
        ProcessBuilder child =
                new ProcessBuilder("touch", this.directory.resolve("started").toString());
        assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(() -> activator.start(child, handover));
        assertThat(this.directory.resolve("started")).doesNotExist();
    }

    @Test
    void anAbstractNameHasNoFile() throws IOException {
        String name = "@peercred-activator-" + ProcessHandle.current().pid();
        try (SocketActivator activator = SocketActivator.at(name).bind()) {
            activator.deleteFile();
            assertThat(activator.path()).isEqualTo(name);
        }
        for (SocketActivatorBuilder each : List.of(
                SocketActivator.at(name).fileMode(0600),
                SocketActivator.at(name).fileOwner(0),
                SocketActivator.at(name).fileGroup(0))) {
            assertThatIllegalStateException().isThrownBy(each::bind).withMessageContaining(name);
        }
    }

    @Test
    void whatCannotBeIsRefusedAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> SocketActivator.at("relative"));
        assertThatIllegalArgumentException().isThrownBy(() -> at("s").fileMode(01600));
        assertThatIllegalArgumentException().isThrownBy(() -> at("s").fileMode(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> at("s").fileOwner(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> at("s").fileGroup(4294967295L));
        assertThatIllegalArgumentException().isThrownBy(() -> at("s").backlog(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "a\nb", "é"})
    void aNameThatCannotBeOneOfSeveralIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> at("s").name(name));
    }
}
