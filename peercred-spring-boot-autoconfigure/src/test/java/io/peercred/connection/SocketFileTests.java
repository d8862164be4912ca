package io.peercred.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.platform.FileStatus;
import io.peercred.platform.UnixAddress;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Mode, owner and group of the socket's file are right before the first peer can connect. */
@Timeout(60)
class SocketFileTests {

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    @ParameterizedTest
    @ValueSource(ints = {0600, 0660, 0666, 0777, 0})
    void hasItsMode(int mode) throws IOException {
        TestSettings settings = TestSettings.at(this.directory.resolve("s"));
        FileStatus file = SocketPaths.bindAndRemove(settings.file(new SocketFile(mode, null, null, true)));
        assertThat(file.permissions()).isEqualTo(mode);
    }

    @Test
    void hasItsOwnerAndGroup() throws IOException {
        Needs.root();
        TestSettings settings = TestSettings.at(this.directory.resolve("s"));
        FileStatus file = SocketPaths.bindAndRemove(settings.file(new SocketFile(0660, 3000000000L, 65534L, true)));
        assertThat(file.uid()).isEqualTo(3000000000L);
        assertThat(file.gid()).isEqualTo(65534L);
        assertThat(file.permissions()).isEqualTo(0660);
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "077", "777"})
    void hasItsModeWhateverTheUmask(String umask) throws IOException {
        if (umask.equals("777")) {
            Needs.root(); // Others could not read what the JVM itself unpacks.
        }
        Path socket = this.directory.resolve("s");
        try (Peer server = ChildServer.startAfter("umask " + umask, socket)) {
            assertThat(server.line()).isEqualTo("listening");
            assertThat(FileStatus.of(socket).permissions()).isEqualTo(0640);
        }
    }

    /** Another user looks and tries to connect as fast as it can while the server is started again and again. */
    @Test
    void isNeverSeenMoreOpenThanItIsMeant() throws IOException {
        SocketPaths.mode(0755, this.directory);
        Path socket = this.directory.resolve("s");
        Path end = this.directory.resolve("end");
        TestSettings settings = TestSettings.at(socket).file(new SocketFile(0660, null, 65534L, true));
        try (Peer peer = Peer.pythonAs(65534, """
                before, after = set(), set()
                say('looking')
                while not os.path.exists(argv[1]):
                    try:
                        s = socket.socket(socket.AF_UNIX)
                        st = os.stat(argv[0])
                        before.add('%04o' % (st.st_mode & 0o7777))
                        s.connect(argv[0])
                        st = os.stat(argv[0])
                        after.add('%04o:%d' % (st.st_mode & 0o7777, st.st_gid))
                    except OSError: pass
                    finally: s.close()
                say(sorted(before)); say(sorted(after))
                """, socket, end)) {
            assertThat(peer.line()).isEqualTo("looking");
            for (int i = 0; i < 300; i++) {
                Listener listener = SocketBinder.bind(settings.bind(), false);
                listener.unlink();
                listener.close();
            }
            this.endpoints.serve(settings.uids(65534L));
            Awaitility.await().until(() -> this.endpoints.counters.accepted() > 0);
            Files.createFile(end);
            assertThat(peer.line()).isIn("['0600', '0660']", "['0660']");
            // What it looks at when it has connected may be a successor that does not listen yet.
            assertThat(peer.line()).matches("\\['0660:65534'\\]|\\['0600:[0-9]+'(, '0600:65534')?, '0660:65534'\\]");
        }
    }

    @Test
    void aPathOf107BytesIsTheLongest() throws IOException {
        String longest = this.directory.resolve("x").toString();
        longest += "x".repeat(UnixAddress.MAX_BYTES - longest.getBytes(StandardCharsets.UTF_8).length);
        TestSettings settings = TestSettings.at(longest);
        this.endpoints.serve(settings);
        assertThat(Endpoints.call(this.endpoints.client(settings), "long")).isEqualTo("long");
        TestSettings tooLong = TestSettings.at(longest + "x");
        assertThatIllegalArgumentException()
                .isThrownBy(tooLong::inbound)
                .withMessageContaining("108 bytes")
                .withMessageContaining("107");
    }

    @Test
    void anAbstractNameNeedsNoFile() throws IOException {
        TestSettings settings =
                TestSettings.at("@peercred-test-" + ProcessHandle.current().pid());
        assertThat(this.endpoints.serve(settings).file()).isNull();
        assertThat(Endpoints.call(this.endpoints.client(settings), "abstract")).isEqualTo("abstract");
        SocketBindException taken = SocketPaths.failure(settings);
        assertThat(taken.reason()).isEqualTo(SocketBindException.Reason.TAKEN);
        assertThat(taken).hasMessageContaining("pid " + ProcessHandle.current().pid());
    }
}
