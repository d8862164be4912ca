package io.peercred.sample;

import java.nio.file.Path;
import java.util.List;

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
        try (Program daemon = serve().awaitOut("Serving ping, info, threads, profile at " + socket() + " as pid ")) {
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

    @Test
    void withoutOptionsBothSidesMeetAtASocketOfTheUsersOwnInTheTemporaryDirectory() {
        List<String> java = Program.java(Program.jar(), "-Djava.io.tmpdir=" + this.directory, "-Duser.name=ann");
        try (Program daemon = Program.start(java, "serve").awaitOut("Serving");
                Program call = Program.start(java, "call", "info")) {
            assertThat(call.result().out()).contains("\"pid\":" + daemon.pid());
            assertThat(this.directory.resolve("peercred-diagnostics-ann.sock")).exists();
        }
    }
}
