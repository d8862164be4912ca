package io.peercred.platform;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.testing.Peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** Whether a process is on its way out. */
class ProcessStatTests {

    private static final String LEAVE_A_ZOMBIE = """
            child = os.fork()
            if child == 0:
                os._exit(0)
            os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
            say(child); hear()
            """;

    @Test
    void oneThatRunsIsNot() throws IOException {
        assertThat(ProcessStat.isExiting(Path.of("/proc/self/stat"))).isFalse();
    }

    @Test
    void oneThatHasExitedIs() throws IOException {
        try (Peer peer = Peer.python(LEAVE_A_ZOMBIE)) {
            assertThat(ProcessStat.isExiting(Path.of("/proc", peer.line(), "stat")))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "a b", ") S 1 1 1 0 -1 4 (", "x)\ny"})
    void itsNameDoesNotMatter(String name) throws IOException {
        assertThat(ProcessStat.isExiting("7 (" + name + ") S 1 7 7 0 -1 4194560 83\n"))
                .isFalse();
        assertThat(ProcessStat.isExiting("7 (" + name + ") R 1 7 7 0 -1 4194564 83\n"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7 (sh) S 1 7 7", "7 (sh) S 1 7 7 0 -1 x 83"})
    void whatIsNotUnderstoodIsAnError(String stat) {
        assertThatIOException().isThrownBy(() -> ProcessStat.isExiting(stat));
    }
}
