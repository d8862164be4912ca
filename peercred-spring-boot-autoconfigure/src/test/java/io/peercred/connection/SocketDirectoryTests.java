package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.connection.SocketBindException.Reason;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may write the directory may put another socket in the place of ours. */
@Timeout(30)
class SocketDirectoryTests {

    @TempDir
    Path parent;

    private Path directory;
    private Path socket;

    @BeforeEach
    void make() throws IOException {
        this.directory = Files.createDirectory(this.parent.resolve("d"));
        this.socket = this.directory.resolve("s");
        SocketPaths.mode(0755, this.directory);
    }

    private SocketBindException failure(Path path) throws IOException {
        return SocketPaths.failure(TestSettings.at(path));
    }

    @Test
    void thatIsMissingIsNamed() throws IOException {
        SocketBindException failure = failure(this.parent.resolve("missing/s"));
        assertThat(failure.reason()).isEqualTo(Reason.DIRECTORY_MISSING);
        assertThat(failure).hasMessageContaining(this.parent.resolve("missing").toString());
    }

    @Test
    void thatIsAFileIsNone() throws IOException {
        Path file = Files.createFile(this.parent.resolve("file"));
        SocketBindException failure = failure(file.resolve("s"));
        assertThat(failure.reason()).isEqualTo(Reason.DIRECTORY_MISSING);
        assertThat(failure).hasMessageContaining("a regular file");
    }

    @ParameterizedTest
    @ValueSource(ints = {0777, 0775, 0722})
    void thatOthersMayWriteIsRefused(int mode) throws IOException {
        SocketPaths.mode(mode, this.directory);
        SocketBindException failure = failure(this.socket);
        assertThat(failure.reason()).isEqualTo(Reason.DIRECTORY_UNSAFE);
        assertThat(failure).hasMessageContaining(this.directory.toString()).hasMessageContaining("not sticky");
        assertThat(this.directory).isEmptyDirectory();
    }

    @Test
    void thatIsStickyMayBeWrittenByOthers() throws IOException {
        SocketPaths.mode(01777, this.directory);
        assertThat(SocketPaths.bindAndRemove(TestSettings.at(this.socket)).isSocket())
                .isTrue();
    }

    @Test
    void thatIsUnsafeIsOnlyWarnedOfWhereThatIsConfigured(Warnings warnings) throws IOException {
        SocketPaths.mode(0777, this.directory);
        SocketPaths.bindAndRemove(TestSettings.at(this.socket).file(new SocketFile(0600, null, null, false)));
        assertThat(warnings.await("not safe")).contains(this.directory.toString(), "0777", "directory-check: warn");
    }

    @ParameterizedTest
    @ValueSource(ints = {0755, 01777})
    void ofAnotherUserIsRefusedStickyOrNot(int mode) throws IOException {
        SocketPaths.giveTo(65534, SocketPaths.mode(mode, this.directory));
        SocketBindException failure = failure(this.socket);
        assertThat(failure.reason()).isEqualTo(Reason.DIRECTORY_UNSAFE);
        assertThat(failure).hasMessageContaining("uid 65534");
    }

    @Test
    void ofTheConfiguredOwnerIsSafe() throws IOException {
        SocketPaths.giveTo(65534, this.directory);
        TestSettings settings = TestSettings.at(this.socket).file(new SocketFile(0600, 65534L, null, true));
        assertThat(SocketPaths.bindAndRemove(settings).uid()).isEqualTo(65534);
    }
}
