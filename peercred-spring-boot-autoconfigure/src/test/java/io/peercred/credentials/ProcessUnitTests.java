package io.peercred.credentials;

import java.nio.file.Path;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.RawListener;
import io.peercred.testing.UnitSlice;

import static io.peercred.credentials.TestPeers.CLOCK;
import static io.peercred.credentials.TestPeers.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class ProcessUnitTests {

    private static final String MOVE_AND_CONNECT = """
            with open(argv[1] + '/cgroup.procs', 'w') as f: f.write(str(os.getpid()))
            s = connect(argv[0]); say('up'); hear()
            """;

    @TempDir
    Path directory;

    @Test
    void aProcessIsJudgedByItsUnit() throws Exception {
        Needs.pinning();
        Path path = this.directory.resolve("s");
        try (UnitSlice slice = UnitSlice.make();
                RawListener listener = RawListener.at(path);
                Peer client = Peer.python(MOVE_AND_CONNECT, path, slice.group("backup.service"));
                PeerPin pin = listener.pinNext()) {
            assertThat(client.line()).isEqualTo("up");
            assertThat(pin.process().unit()).isEqualTo("backup.service");
            in("backup.service", "other.service").verify(peer(0, 0), pin.process(), CLOCK);
            assertThatExceptionOfType(PeerRejectedException.class)
                    .isThrownBy(() -> in("other.service").verify(peer(0, 0), pin.process(), CLOCK))
                    .withMessageContaining("expected other.service; it is in backup.service")
                    .satisfies(ex -> assertThat(ex.reason()).isEqualTo(Reason.UNIT_NOT_EXPECTED));
        }
    }

    private static ProcessPolicy in(String... units) {
        return new ProcessPolicy(Set.of(), Set.of(units), false);
    }
}
