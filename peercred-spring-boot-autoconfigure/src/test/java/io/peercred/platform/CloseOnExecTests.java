package io.peercred.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.sun.jna.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.SocketPair;

import static org.assertj.core.api.Assertions.assertThat;

/** A child that native code of the application starts must not hold our sockets: Java's own children close theirs. */
class CloseOnExecTests {

    @TempDir
    Path directory;

    @Test
    void aChildInheritsNoneOfOurDescriptors() throws IOException {
        Path lock = this.directory.resolve("a.lock");
        int nonBlocking = UnixSockets.openNonBlocking();
        try (SocketPair pair = SocketPair.at(this.directory.resolve("a.sock"));
                FileHandle locked = FileHandle.lockFile(lock);
                FileHandle pinned = FileHandle.pin(this.directory)) {
            List<String> ours = new ArrayList<>(List.of(
                    target(nonBlocking), target(pair.listening()), target(pair.connected()), target(pair.accepted())));
            assertThat(ours).doesNotHaveDuplicates().allMatch(target -> target.startsWith("socket:["));
            ours.add(lock.toString());
            ours.add(this.directory.toString());
            assertThat(openInAChild()).isNotEmpty().doesNotContainAnyElementsOf(ours);
        } finally {
            UnixSockets.close(nonBlocking);
        }
    }

    @Test
    void aDescriptorThatIsNotCloseOnExecWouldShow() throws IOException {
        Path file = Files.createFile(this.directory.resolve("inherited"));
        int fd = LibC.open(file.toString(), LibC.O_RDWR, 0);
        try {
            assertThat(openInAChild()).contains(file.toString());
        } finally {
            UnixSockets.close(fd);
        }
    }

    private List<String> openInAChild() throws IOException {
        Path listing = this.directory.resolve("listing");
        String command = "for each in /proc/$$/fd/*; do readlink $each; done > " + listing + " 2>&1; true";
        assertThat(Function.getFunction("c", "system").invokeInt(new Object[] {command}))
                .isZero();
        return Files.readAllLines(listing);
    }

    private static String target(int fd) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(fd)))
                .toString();
    }
}
