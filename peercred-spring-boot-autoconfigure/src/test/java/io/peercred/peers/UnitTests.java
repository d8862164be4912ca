package io.peercred.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.credentials.ProcessPolicy;
import io.peercred.testing.Directories;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;
import io.peercred.testing.UnitSlice;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** Peers in control groups that are called what systemd calls its units'. */
@Timeout(60)
class UnitTests {

    private static final String MOVE_AND_ASK = """
            with open(argv[1] + '/cgroup.procs', 'w') as f: f.write(str(os.getpid()))
            """ + Scripts.ASK;

    @TempDir
    Path directory;

    @AutoClose
    private @Nullable UnitSlice slice;

    @BeforeEach
    void makeSlice() throws IOException {
        Needs.pinning();
        this.slice = UnitSlice.make();
    }

    private Path group(String name) throws IOException {
        return Objects.requireNonNull(this.slice).group(name);
    }

    private Path path() {
        return Directories.open(this.directory).resolve("s");
    }

    private EchoServer expectingBackup() throws IOException {
        return EchoServer.at(
                TestSettings.at(path()).process(new ProcessPolicy(Set.of(), Set.of("backup.service"), false)));
    }

    @Test
    void oneOfTheExpectedUnitIsServed() throws IOException {
        try (EchoServer server = expectingBackup();
                Peer client = Peer.python(MOVE_AND_ASK, path(), group("backup.service"))) {
            assertThat(client.line()).isEqualTo("hello");
            assertThat(server.served().pid()).isEqualTo(client.pid());
        }
    }

    @Test
    void soIsOneInAGroupThatTheUnitHasMade() throws IOException {
        try (EchoServer server = expectingBackup();
                Peer client = Peer.python(MOVE_AND_ASK, path(), group("backup.service/worker.scope"))) {
            assertThat(client.line()).isEqualTo("hello");
            assertThat(server.served().pid()).isEqualTo(client.pid());
        }
    }

    @Test
    void aUsersOwnUnitOfTheSameNameIsRefused(Warnings warnings) throws IOException {
        try (EchoServer server = expectingBackup();
                Peer client = Peer.python(MOVE_AND_ASK, path(), group("user@1001.service/app.slice/backup.service"))) {
            assertThat(client.line()).matches(Scripts::isRefusal);
            PeerRejectedException rejection = server.rejected();
            assertThat(rejection.reason()).isEqualTo(Reason.UNIT_NOT_EXPECTED);
            assertThat(warnings.await("unit is not expected"))
                    .contains("expected backup.service; it is in user@1001.service");
            assertThat(server.hasServedNobody()).isTrue();
        }
    }

    @Test
    void oneOfNoUnitIsRefused(Warnings warnings) throws IOException {
        try (EchoServer server = expectingBackup();
                Peer client = Peer.python(MOVE_AND_ASK, path(), group("backup"))) {
            assertThat(client.line()).matches(Scripts::isRefusal);
            assertThat(server.rejected().reason()).isEqualTo(Reason.UNIT_NOT_EXPECTED);
            warnings.await("it is in no unit of the system manager");
        }
    }

    @Test
    void whoListensIsJudgedByTheClient() throws IOException {
        String move = "open(argv[1] + '/cgroup.procs', 'w').write(str(os.getpid()))\n";
        try (Peer server = Peer.python(move + Scripts.ECHO, path(), group("backup.service"));
                Caller caller = Caller.of(TestSettings.at(path())
                        .process(new ProcessPolicy(Set.of(), Set.of("backup.service"), false)))) {
            assertThat(server.line()).isEqualTo("listening");
            assertThat(caller.ask("hello").payload()).hasSize(5);
        }
    }
}
