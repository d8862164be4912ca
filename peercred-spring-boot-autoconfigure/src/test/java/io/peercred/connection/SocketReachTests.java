package io.peercred.connection;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.platform.NativeSupport;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;

import static org.assertj.core.api.Assertions.assertThat;

/** The obstacles are those that the kernel finds: each is asked of a peer under that user, too. */
class SocketReachTests {

    private static final long OTHER = 65534;

    @TempDir
    Path directory;

    private Path socket;

    @BeforeEach
    void listen() {
        this.socket = this.directory.resolve("s.sock");
    }

    @Test
    void rootAndTheOwnerReachEverything() throws Exception {
        Files.createFile(
                this.socket, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        assertThat(SocketReach.obstacles("clock", this.socket, Set.of(0L))).isEmpty();
        assertThat(SocketReach.obstacles("clock", this.socket, Set.of(NativeSupport.effectiveUid())))
                .isEmpty();
    }

    @Test
    void aDirectoryThatOthersMayNotSearchIsNamed() throws Exception {
        Needs.root();
        mode(this.directory, "rwx------");
        reaches("PermissionError", "rw-rw-rw-");
        assertThat(SocketReach.obstacles("clock", this.socket, Set.of(OTHER)))
                .singleElement()
                .asString()
                .contains("uid 65534 (nobody)")
                .contains("'chmod o+x " + this.directory + "'");
    }

    @Test
    void aSocketThatOthersMayNotWriteIsNamed() throws Exception {
        Needs.root();
        mode(this.directory, "rwx--x--x");
        reaches("PermissionError", "rw-rw----");
        assertThat(SocketReach.obstacles("clock", this.socket, Set.of(OTHER)))
                .singleElement()
                .asString()
                .contains("it may not write the socket (mode 0660, uid 0, gid 0)")
                .contains("peercred.inbound.clock.file-mode=\"0666\"");
    }

    @Test
    void aSocketThatOthersMayWriteIsReached() throws Exception {
        Needs.root();
        mode(this.directory, "rwx--x--x");
        reaches("connected", "rw-rw-rw-");
        assertThat(SocketReach.obstacles("clock", this.socket, Set.of(OTHER))).isEmpty();
    }

    private void reaches(String outcome, String socketMode) throws Exception {
        try (Peer server = Peer.python("s = listen(argv[0]); say('ready'); hear()", this.socket)) {
            assertThat(server.line()).isEqualTo("ready");
            mode(this.socket, socketMode);
            try (Peer client = Peer.pythonAs(OTHER, """
                    try:
                        connect(argv[0]); say('connected')
                    except OSError as e:
                        say(type(e).__name__)
                    """, this.socket)) {
                assertThat(client.line()).isEqualTo(outcome);
            }
        }
    }

    private static void mode(Path path, String permissions) throws Exception {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
