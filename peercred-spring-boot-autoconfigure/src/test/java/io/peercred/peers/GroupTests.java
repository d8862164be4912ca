package io.peercred.peers;

import java.nio.file.Path;
import java.util.Set;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.connection.SocketBindException;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.testing.Directories;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Policies of groups, with real members and real strangers. */
class GroupTests {

    private static final long EXPECTED = 3_000_000_000L;

    @TempDir
    Path directory;

    @BeforeAll
    static void needsRoot() {
        Needs.root();
    }

    @Test
    void thePrimaryGroupCounts() throws SocketBindException {
        PeerCredentials peer = served(TestSettings.at(path()).uids().gids(EXPECTED), "1001, 3000000000, []");
        assertThat(peer.gid()).isEqualTo(EXPECTED);
        assertThat(peer.groups()).isEmpty();
    }

    @Test
    void aSupplementaryGroupCounts() throws SocketBindException {
        PeerCredentials peer = served(TestSettings.at(path()).uids().gids(EXPECTED), "1001, 1001, [7, 3000000000]");
        assertThat(peer.gid()).isEqualTo(1001);
        assertThat(peer.groups()).isEqualTo(Set.of(7L, EXPECTED));
    }

    @Test
    void aGroupBeyondTheFirstHundredCounts() throws SocketBindException {
        PeerCredentials peer =
                served(TestSettings.at(path()).uids().gids(EXPECTED), "1001, 1001, [*range(2000, 2100), 3000000000]");
        assertThat(peer.groups()).hasSize(101);
    }

    @Test
    void aMemberOfNoExpectedGroupIsRejected(Warnings warnings) throws SocketBindException {
        warnings.allow("in no expected group");
        TestSettings settings = TestSettings.at(path()).uids().gids(EXPECTED);
        assertRejected(Reason.GID_NOT_EXPECTED, settings, "1001, 1001, [7, 8]");
        // What 3000000000 is in a signed variable, and in sixteen bits.
        assertRejected(
                Reason.GID_NOT_EXPECTED,
                settings.gids((long) (int) EXPECTED, EXPECTED & 0xFFFF),
                "1001, 3000000000, [3000000000]");
    }

    @Test
    void userAndGroupMustBothBeExpected(Warnings warnings) throws SocketBindException {
        warnings.allow("Rejected the peer of");
        TestSettings settings = TestSettings.at(path()).uids(1001L).gids(EXPECTED);
        assertThat(served(settings, "1001, 1001, [3000000000]").uid()).isEqualTo(1001);
        assertRejected(Reason.UID_NOT_EXPECTED, settings, "1002, 3000000000, [3000000000]");
        assertRejected(Reason.GID_NOT_EXPECTED, settings, "1001, 1001, []");
        assertRejected(Reason.UID_NOT_EXPECTED, settings, "0, 0, [0, 3000000000]");
    }

    @Test
    void aServersGroupsCountAsWell(Warnings warnings) throws Exception {
        warnings.allow("in no expected group");
        try (Peer server = Peer.python("become(1001, 1001, [3000000000])\n" + Scripts.ECHO, path());
                Caller wrong = Caller.of(TestSettings.at(path()).uids(1001L).gids(7L));
                Caller right = Caller.of(TestSettings.at(path()).uids(1001L).gids(EXPECTED))) {
            assertThat(server.line()).isEqualTo("listening");
            assertThat(right.ask("hello").peer().groups()).containsExactly(EXPECTED);
            PeerRejectedException rejection =
                    catchThrowableOfType(PeerRejectedException.class, () -> wrong.ask("hello"));
            assertThat(rejection.reason()).isEqualTo(Reason.GID_NOT_EXPECTED);
        }
    }

    private PeerCredentials served(TestSettings settings, String identity) throws SocketBindException {
        try (EchoServer server = EchoServer.at(settings);
                Peer client = Peer.python("become(" + identity + ")\n" + Scripts.ASK, path())) {
            assertThat(client.line()).isEqualTo("hello");
            return server.served();
        }
    }

    private void assertRejected(Reason reason, TestSettings settings, String identity) throws SocketBindException {
        try (EchoServer server = EchoServer.at(settings);
                Peer client = Peer.python("become(" + identity + ")\n" + Scripts.ASK, path())) {
            assertThat(client.line()).matches(Scripts::isRefusal);
            assertThat(server.rejected().reason()).isEqualTo(reason);
            assertThat(server.hasServedNobody()).isTrue();
        }
    }

    private Path path() {
        return Directories.open(this.directory).resolve("group.sock");
    }
}
