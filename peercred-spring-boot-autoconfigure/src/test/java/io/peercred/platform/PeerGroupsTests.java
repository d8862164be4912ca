package io.peercred.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.testing.Directories;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.RawListener;
import io.peercred.testing.SocketPair;

import static org.assertj.core.api.Assertions.assertThat;

class PeerGroupsTests {

    private static final String CLIENT = """
            become(1001, 1001, [3000000000 + i for i in range(int(argv[1]))])
            s = connect(argv[0]); say('connected'); hear()
            """;

    @TempDir
    Path directory;

    /** Around the 32 that fit into the first answer. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 33, 100})
    void everySupplementaryGroupIsRead(int count) throws IOException {
        Needs.root();
        Path path = Directories.open(this.directory).resolve("groups.sock");
        try (RawListener listener = RawListener.at(path);
                Peer client = Peer.python(CLIENT, path, count)) {
            assertThat(client.line()).isEqualTo("connected");
            int accepted = listener.accept();
            try {
                assertThat(Arrays.stream(UnixSockets.peerGroups(accepted)).mapToLong(Integer::toUnsignedLong))
                        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, count)
                                .map(i -> 3_000_000_000L + i)
                                .boxed()
                                .toList());
            } finally {
                UnixSockets.close(accepted);
            }
        }
    }

    @Test
    void bothEndsKnowEachOther() throws IOException {
        int pid = (int) ProcessHandle.current().pid();
        Ucred self = new Ucred(pid, (int) NativeSupport.effectiveUid(), (int) NativeSupport.effectiveGid());
        try (SocketPair pair = SocketPair.at(this.directory.resolve("self.sock"))) {
            assertThat(UnixSockets.peerCredentials(pair.accepted())).isEqualTo(self);
            assertThat(UnixSockets.peerCredentials(pair.connected())).isEqualTo(self);
        }
    }

    @Test
    void aSocketWithoutPeerHasIdsThatAreNotSet() throws IOException {
        int fd = UnixSockets.open();
        try {
            assertThat(UnixSockets.peerCredentials(fd)).isEqualTo(new Ucred(0, -1, -1));
        } finally {
            UnixSockets.close(fd);
        }
    }
}
