package io.peercred.peers;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.connection.Reply;
import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.testing.Directories;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Whom our client talks to: real processes under real users. */
class ServerUserTests {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1001, 65534, 3_000_000_000L, 4_294_967_294L})
    void aServerThatIsExpectedIsAsked(long uid) throws IOException {
        Path path = Directories.open(this.directory).resolve("echo.sock");
        try (Peer server = Peer.pythonAs(uid, Scripts.ECHO, path);
                Caller caller = Caller.of(TestSettings.at(path).uids(uid))) {
            assertThat(server.line()).isEqualTo("listening");
            Reply reply = caller.ask("hello");
            assertThat(reply.payload()).asString().isEqualTo("hello");
            assertThat(reply.peer().uid()).isEqualTo(uid);
            assertThat(reply.peer().gid()).isEqualTo(uid);
            assertThat(reply.peer().pid()).isEqualTo(server.pid());
            assertThat(reply.peer().moment()).isEqualTo(Moment.LISTEN);
            assertThat(caller.rejected()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1001, 3_000_000_000L})
    void aServerThatIsExpectedReadsWhatIsSent(long uid) throws IOException {
        Path path = Directories.open(this.directory).resolve("count.sock");
        try (Peer server = Peer.pythonAs(uid, Scripts.COUNT, path);
                Caller caller = Caller.of(TestSettings.at(path).uids(uid))) {
            assertThat(server.line()).isEqualTo("listening");
            server.say("end");
            caller.send("hello");
            assertThat(server.line()).isEqualTo("read 9 bytes");
        }
    }

    @TwinUids
    void aServerThatIsNotExpectedReadsNotOneByte(long uid, long expected, Warnings warnings) {
        Path path = Directories.open(this.directory).resolve("count.sock");
        try (Peer server = Peer.pythonAs(uid, Scripts.COUNT, path);
                Caller caller = Caller.of(TestSettings.at(path).uids(expected))) {
            assertThat(server.line()).isEqualTo("listening");
            PeerRejectedException rejection =
                    catchThrowableOfType(PeerRejectedException.class, () -> caller.ask("hello"));
            assertThat(server.line()).isEqualTo("read 0 bytes");
            assertThat(rejection.reason()).isEqualTo(Reason.UID_NOT_EXPECTED);
            assertThat(rejection.peer().uid()).isEqualTo(uid);
            assertThat(rejection.peer().pid()).isEqualTo(server.pid());
            assertThat(rejection)
                    .hasMessageContainingAll(
                            "outbound endpoint 'test' (" + path + ")",
                            "expected uid " + expected,
                            "actual uid " + uid,
                            "pid " + server.pid());
            assertThat(caller.rejected()).containsExactly(rejection);
            assertThat(warnings.await("Rejected the peer of")).isEqualTo(rejection.getMessage());
        }
    }
}
