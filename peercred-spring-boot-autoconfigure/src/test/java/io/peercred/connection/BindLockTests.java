package io.peercred.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.connection.SocketBindException.Reason;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** The lock file beside the socket. */
@Timeout(30)
class BindLockTests {

    @TempDir
    Path directory;

    private Path socket() {
        return this.directory.resolve("s");
    }

    private Path lock() {
        return this.directory.resolve("s.lock");
    }

    private void assertLocked(String what) throws IOException {
        SocketBindException failure = SocketPaths.failure(TestSettings.at(socket()));
        assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(Reason.LOCKED);
        assertThat(failure).hasMessageContaining(lock().toString()).hasMessageContaining(what);
        assertThat(socket()).doesNotExist();
    }

    @Test
    void isGoneAfterwards() throws IOException {
        SocketPaths.bindAndRemove(TestSettings.at(socket()));
        assertThat(this.directory).isEmptyDirectory();
    }

    @Test
    void thatAKilledServerLeftIsTaken() throws IOException {
        Files.createFile(lock());
        SocketPaths.bindAndRemove(TestSettings.at(socket()));
        assertThat(this.directory).isEmptyDirectory();
    }

    @Test
    void thatAnotherProcessHoldsIsNamedAfterAWait() throws IOException {
        try (Peer peer = Peer.python("""
                import fcntl
                f = open(argv[0], 'w'); fcntl.flock(f, fcntl.LOCK_EX); say('held'); hear()
                """, lock())) {
            peer.line();
            long start = System.nanoTime();
            assertLocked("another process holds");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(2));
            assertThat(lock()).exists();
        }
    }

    @Test
    void thatAnotherProcessGivesBackIsWaitedFor() throws IOException {
        try (Peer peer = Peer.python("""
                import fcntl
                f = open(argv[0], 'w'); fcntl.flock(f, fcntl.LOCK_EX); say('held')
                time.sleep(0.3); os.unlink(argv[0])
                """, lock())) {
            peer.line();
            assertThat(SocketPaths.bindAndRemove(TestSettings.at(socket())).isSocket())
                    .isTrue();
        }
    }

    @Test
    void thatIsALinkIsRefusedAndStays() throws IOException {
        Path target = Files.writeString(this.directory.resolve("target"), "precious");
        Files.createSymbolicLink(lock(), target);
        assertLocked("");
        assertThat(lock()).isSymbolicLink();
        assertThat(target).hasContent("precious");
    }

    @Test
    void thatIsALinkToNothingIsRefusedAndCreatesNothing() throws IOException {
        Files.createSymbolicLink(lock(), this.directory.resolve("target"));
        assertLocked("");
        assertThat(this.directory.resolve("target")).doesNotExist();
    }

    @Test
    void thatIsSomebodysFileIsRefusedAndStays() throws IOException {
        Files.writeString(lock(), "precious");
        assertLocked("not deleted");
        assertThat(lock()).hasContent("precious");
    }

    @Test
    void thatIsAPipeIsRefusedAndStays() throws IOException {
        try (Peer peer = Peer.python("os.mkfifo(argv[0]); say('made')", lock())) {
            peer.line();
            assertLocked("not deleted");
            assertThat(Files.exists(lock())).isTrue();
        }
    }

    @Test
    void ofAnotherUserIsRefusedAndStays() throws IOException {
        SocketPaths.giveTo(65534, Files.createFile(lock()));
        assertLocked("uid 65534");
        assertThat(lock()).exists();
    }
}
