package io.peercred.sample;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.sample.Program.Result;

import static org.assertj.core.api.Assertions.assertThat;

class ServeTests {

    @TempDir
    Path directory;

    private Program serve() {
        return Program.start("serve", "--peercred.inbound.diagnostics.path=" + socket());
    }

    private Path socket() {
        return this.directory.resolve("diagnostics.sock");
    }

    @Test
    void sigtermEndsItInOrderAndRemovesTheSocketFile() {
        try (Program daemon = serve().awaitOut("Serving ping, info, threads at " + socket() + " as pid ")) {
            assertThat(socket()).exists();
            daemon.terminate();
            assertThat(daemon.result().code()).isEqualTo(128 + 15);
        }
        assertThat(this.directory).isEmptyDirectory();
    }

    @Test
    void aSecondDaemonAtTheSamePathIsToldWhoIsThere() {
        try (Program first = serve().awaitOut("Serving");
                Program second = serve()) {
            Result result = second.result();
            assertThat(result.err()).contains("a server listens there", "pid " + first.pid(), "Stop the other server");
            assertThat(result.out()).isEmpty();
            assertThat(result.code()).isEqualTo(78);
            assertThat(Program.call(socket(), "ping").out()).isEqualTo("pong\n");
        }
    }
}
