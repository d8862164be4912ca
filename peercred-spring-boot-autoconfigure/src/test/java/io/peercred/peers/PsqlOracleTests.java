package io.peercred.peers;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.peercred.credentials.PeerRejectedException;
import io.peercred.testing.Directories;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** PostgreSQL's client judges the server's user before it speaks, as ours does: what it says is the oracle. */
class PsqlOracleTests {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"65534, root, nobody, 0", "0, nobody, root, 65534"})
    void bothNameTheServersUserAndSendNothing(
            long uid, String required, String actual, long expected, Warnings warnings) {
        warnings.allow("Rejected the peer of");
        Path path = Directories.open(this.directory).resolve(Psql.SOCKET);
        try (Peer server = Peer.pythonAs(uid, Scripts.COUNT, path)) {
            assertThat(server.line()).isEqualTo("listening");
            try (Peer psql = Psql.start(this.directory, "user=any requirepeer=" + required)) {
                assertThat(psql.lineWith("requirepeer"))
                        .contains("requirepeer specifies \"" + required + "\", but actual peer user name is \"" + actual
                                + "\"");
            }
            assertThat(server.line()).isEqualTo("read 0 bytes");
        }
        Path again = this.directory.resolve("again");
        try (Peer server = Peer.pythonAs(uid, Scripts.COUNT, again);
                Caller caller = Caller.of(TestSettings.at(again).uids(expected))) {
            assertThat(server.line()).isEqualTo("listening");
            PeerRejectedException rejection =
                    catchThrowableOfType(PeerRejectedException.class, () -> caller.ask("hello"));
            assertThat(rejection).hasMessageContaining("actual uid " + uid + " (" + actual + ")");
            assertThat(server.line()).isEqualTo("read 0 bytes");
        }
    }

    @Test
    void bothSpeakToTheUserThatTheyRequire() throws Exception {
        Needs.root();
        Path path = Directories.open(this.directory).resolve(Psql.SOCKET);
        try (Peer server = Peer.pythonAs(65534, Scripts.COUNT, path)) {
            assertThat(server.line()).isEqualTo("listening");
            try (Peer psql =
                    Psql.start(this.directory, "user=any sslmode=disable requirepeer=nobody connect_timeout=3")) {
                assertThat(psql.exitCode()).isNotZero();
            }
            assertThat(server.line()).matches("read [1-9][0-9]+ bytes");
        }
        Path again = this.directory.resolve("again");
        try (Peer server = Peer.pythonAs(65534, Scripts.COUNT, again);
                Caller caller = Caller.of(TestSettings.at(again).uids(65534L))) {
            assertThat(server.line()).isEqualTo("listening");
            server.say("end");
            caller.send("hello");
            assertThat(server.line()).isEqualTo("read 9 bytes");
        }
    }
}
