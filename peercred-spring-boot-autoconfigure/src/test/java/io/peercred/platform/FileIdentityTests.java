package io.peercred.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class FileIdentityTests {

    @TempDir
    Path directory;

    @Test
    void isThatOfTheFileWhateverItsName() throws IOException {
        Path file = Files.createFile(this.directory.resolve("a"));
        Path link = Files.createLink(this.directory.resolve("hard"), file);
        Path symbolic = Files.createSymbolicLink(this.directory.resolve("symbolic"), file);
        assertThat(identity(link)).isEqualTo(identity(file));
        assertThat(identity(symbolic)).isEqualTo(identity(file));
        assertThat(identity(file).inode()).isEqualTo(FileStatus.of(file).inode());
        Path copy = Files.copy(file, this.directory.resolve("b"));
        try (FileHandle before = FileHandle.pinTarget(file)) {
            Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
            assertThat(identity(file)).isNotEqualTo(before.identity());
        }
    }

    @Test
    void tellsFileSystemsApart() throws IOException {
        FileIdentity root = identity(Path.of("/"));
        FileIdentity proc = identity(Path.of("/proc"));
        assertThat(new FileIdentity(root.deviceMajor(), root.deviceMinor(), 0))
                .isNotEqualTo(new FileIdentity(proc.deviceMajor(), proc.deviceMinor(), 0));
    }

    private static FileIdentity identity(Path path) throws IOException {
        try (FileHandle handle = FileHandle.pinTarget(path)) {
            return handle.identity();
        }
    }
}
