package io.peercred.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.testing.Needs;
import io.peercred.testing.SocketPair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FileStatusTests {

    @TempDir
    Path directory;

    @Test
    void saysWhatKindOfFileStandsThere() throws IOException {
        Path file = Files.createFile(this.directory.resolve("file"));
        Path link = Files.createSymbolicLink(this.directory.resolve("link"), file);
        assertThat(FileStatus.of(file).kind()).isEqualTo("a regular file");
        assertThat(FileStatus.of(link).kind()).isEqualTo("a symbolic link");
        assertThat(FileStatus.of(this.directory).kind()).isEqualTo("a directory");
        assertThat(FileStatus.of(this.directory).isDirectory()).isTrue();
        assertThat(FileStatus.of(Path.of("/dev/null")).kind()).isEqualTo("a device");
        Path socket = this.directory.resolve("socket");
        try (SocketPair pair = SocketPair.at(socket)) {
            assertThat(pair.listening()).isPositive();
            assertThat(FileStatus.of(socket).kind()).isEqualTo("a socket");
            assertThat(FileStatus.of(socket).isSocket()).isTrue();
            assertThat(FileStatus.of(socket).permissions()).isEqualTo(0600);
        }
    }

    @Test
    void aLinkIsItselfUnlessItIsFollowed() throws IOException {
        Path file = Files.createFile(this.directory.resolve("file"));
        Path link = Files.createSymbolicLink(this.directory.resolve("link"), file);
        assertThat(FileStatus.of(link).isSameFileAs(FileStatus.of(file))).isFalse();
        assertThat(FileStatus.following(link).isSameFileAs(FileStatus.of(file))).isTrue();
    }

    @Test
    void anotherFileAtTheSamePathIsAnotherFile() throws IOException {
        Path path = Files.createFile(this.directory.resolve("file"));
        FileStatus before = FileStatus.of(path);
        Files.move(path, this.directory.resolve("moved"));
        Files.createFile(path);
        assertThat(FileStatus.of(path).isSameFileAs(before)).isFalse();
        assertThat(FileStatus.of(this.directory.resolve("moved")).isSameFileAs(before))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1001, 65534, 3_000_000_000L, 4_294_967_294L})
    void ownersAreUnsigned(long id) throws IOException {
        Needs.root();
        Path file = Files.createFile(this.directory.resolve("file"));
        try (FileHandle handle = FileHandle.pin(file)) {
            handle.owner(id, id);
            assertThat(handle.status()).isEqualTo(FileStatus.of(file));
        }
        assertThat(FileStatus.of(file).uid()).isEqualTo(id);
        assertThat(FileStatus.of(file).gid()).isEqualTo(id);
    }

    @Test
    void theStickyBitIsNotAPermission() throws IOException {
        try (FileHandle handle = FileHandle.pin(this.directory)) {
            handle.mode(01755);
        }
        assertThat(FileStatus.of(this.directory).isSticky()).isTrue();
        assertThat(FileStatus.of(this.directory).permissions()).isEqualTo(0755);
    }

    @Test
    void nothingThereIsAnError() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> FileStatus.of(this.directory.resolve("nothing")));
    }
}
