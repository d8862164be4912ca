package io.peercred.connection;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.Peer;

import static org.assertj.core.api.Assertions.assertThat;

/** A server that has been left with next to no descriptors since it listens serves its first connection. */
@Timeout(60)
class ServingClassesTests {

    /** Its own descriptor and its process's. */
    private static final int OF_A_CONNECTION = 2;

    @TempDir
    Path directory;

    @Test
    void nothingIsLoadedOnceItListens() {
        Path socket = this.directory.resolve("s");
        try (Peer server = ChildServer.startAfter("true", socket)) {
            assertThat(server.line()).isEqualTo("listening");
            try (Peer client = Peer.python("""
                    import resource
                    pid = int(argv[1])
                    limit = max(map(int, os.listdir('/proc/%d/fd' % pid))) + 1 + int(argv[2])
                    resource.prlimit(pid, resource.RLIMIT_NOFILE, (limit, limit))
                    s = connect(argv[0])
                    for word in 'first', 'second':
                        send_frame(s, word.encode()); say(outcome(lambda: read_frame(s).decode()))
                    """, socket, server.pid(), OF_A_CONNECTION)) {
                assertThat(client.line()).isEqualTo("first");
                assertThat(client.line()).isEqualTo("second");
            }
        }
    }
}
