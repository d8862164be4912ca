package io.peercred.peers;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.ChildJvm;
import io.peercred.testing.Directories;
import io.peercred.testing.Peer;

import static org.assertj.core.api.Assertions.assertThat;

/** Our server in namespaces of its own, and peers that are not in them. */
class InsideNamespaceTests {

    @TempDir
    Path directory;

    @Test
    void aPeerOutsideOurPidNamespaceIsKnownButForItsPid() {
        Path path = path("any.sock");
        try (Peer witness = ChildJvm.start(
                        Namespaces.unshare("--pid", "--fork", "--mount-proc"), Witness.class, path + ";0;");
                Peer client = askWhenListening(witness, "0, 0, [7]", path)) {
            assertThat(client.line()).isEqualTo("hello");
            assertThat(Witness.nextOf(witness)).isEqualTo("accepted uid 0 gid 0 pid null groups [7]");
            try (Peer stranger = Peer.python("become(1001, 1001)\n" + Scripts.ASK, path)) {
                assertThat(stranger.line()).matches(Scripts::isRefusal);
                assertThat(Witness.nextOf(witness)).isEqualTo("UID_NOT_EXPECTED uid 1001 gid 1001 pid null groups []");
            }
        }
    }

    /** Only root is mapped into it; everybody else outside reads 65534 inside. */
    @Test
    void anIdThatOurUserNamespaceDoesNotMapSatisfiesNothing() {
        Path root = path("root.sock");
        Path nobody = path("nobody.sock");
        Path group = path("group.sock");
        try (Peer witness = ChildJvm.start(
                Namespaces.unshare("--user", "--map-root-user"),
                Witness.class,
                root + ";0;",
                nobody + ";65534;",
                group + ";0;0,65534")) {
            witness.lineWith("listening");
            assertSeen(witness, root, "0, 0, []", "accepted uid 0 gid 0 pid PID groups []");
            assertSeen(witness, root, "1001, 1001", "UNMAPPED_UID uid 65534 gid 65534 pid PID groups []");
            assertSeen(witness, nobody, "1001, 1001", "UNMAPPED_UID uid 65534 gid 65534 pid PID groups []");
            assertSeen(witness, nobody, "65534, 65534", "UNMAPPED_UID uid 65534 gid 65534 pid PID groups []");
            assertSeen(witness, nobody, "0, 0", "UID_NOT_EXPECTED uid 0 gid 0 pid PID groups []");
            assertSeen(witness, root, "0, 1001", "accepted uid 0 gid 65534 pid PID groups []");
            assertSeen(witness, group, "0, 1001, [0]", "UNMAPPED_GID uid 0 gid 65534 pid PID groups [0]");
            assertSeen(witness, group, "0, 0, [1001]", "accepted uid 0 gid 0 pid PID groups []");
        }
    }

    private static void assertSeen(Peer witness, Path path, String identity, String expected) {
        try (Peer client = Peer.python("become(" + identity + ")\n" + Scripts.ASK, path)) {
            assertThat(Witness.nextOf(witness)).isEqualTo(expected.replace("PID", Long.toString(client.pid())));
            String answer = client.line();
            assertThat(answer.equals("hello")).isEqualTo(expected.startsWith("accepted"));
            assertThat(answer.equals("hello") || Scripts.isRefusal(answer)).isTrue();
        }
    }

    private static Peer askWhenListening(Peer witness, String identity, Path path) {
        witness.lineWith("listening");
        return Peer.python("become(" + identity + ")\n" + Scripts.ASK, path);
    }

    private Path path(String name) {
        return Directories.open(this.directory).resolve(name);
    }
}
