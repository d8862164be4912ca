package io.peercred.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.Needs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FileHandleTests {

    private static final int ELOOP = 40;

    @TempDir
    Path directory;

    @Test
    void modeAndOwnerGoToThePinnedFileThoughItsPathLeadsElsewhereByNow() throws IOException {
        Needs.root();
        Path path = Files.createFile(this.directory.resolve("socket"));
        Path victim = Files.createFile(this.directory.resolve("victim"));
        FileStatus victimBefore = FileStatus.of(victim);
        try (FileHandle handle = FileHandle.pin(path)) {
            Path moved = Files.move(path, this.directory.resolve("moved"));
            Files.createSymbolicLink(path, victim);
            handle.mode(0646);
            handle.owner(1001, 3_000_000_000L);
            assertThat(FileStatus.of(victim)).isEqualTo(victimBefore);
            FileStatus changed = FileStatus.of(moved);
            assertThat(changed).isEqualTo(handle.status());
            assertThat(changed.permissions()).isEqualTo(0646);
            assertThat(changed.uid()).isEqualTo(1001);
            assertThat(changed.gid()).isEqualTo(3_000_000_000L);
        }
    }

    @Test
    void aLinkIsPinnedItselfAndItsTargetNeverChanged() throws IOException {
        Path target = Files.createFile(this.directory.resolve("target"));
        FileStatus before = FileStatus.of(target);
        Path link = Files.createSymbolicLink(this.directory.resolve("link"), target);
        try (FileHandle handle = FileHandle.pin(link)) {
            assertThat(handle.status().kind()).isEqualTo("a symbolic link");
            assertThatExceptionOfType(NativeCallException.class).isThrownBy(() -> handle.mode(0777));
        }
        assertThat(FileStatus.of(target)).isEqualTo(before);
    }

    @Test
    void aLockFileThatIsALinkIsRefused() throws IOException {
        Path target = this.directory.resolve("target");
        Path link = Files.createSymbolicLink(this.directory.resolve("lock"), target);
        assertThatExceptionOfType(NativeCallException.class)
                .isThrownBy(() -> FileHandle.lockFile(link))
                .withMessageContaining(link.toString())
                .satisfies(ex -> assertThat(ex.errno()).isEqualTo(ELOOP));
        assertThat(target).doesNotExist();
    }

    @Test
    void oneHandleAtATimeHasTheLock() throws IOException {
        Path path = this.directory.resolve("lock");
        try (FileHandle second = FileHandle.lockFile(path)) {
            try (FileHandle first = FileHandle.lockFile(path)) {
                assertThat(first.tryLock()).isTrue();
                assertThat(second.tryLock()).isFalse();
            }
            assertThat(second.tryLock()).isTrue();
        }
        assertThat(FileStatus.of(path).permissions()).isEqualTo(0600);
    }
}
