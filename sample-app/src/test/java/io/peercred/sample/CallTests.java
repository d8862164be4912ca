package io.peercred.sample;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.peercred.platform.NativeSupport;
import io.peercred.sample.Program.Result;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code call} to a daemon that runs. */
class CallTests {

    private static final long SELF = NativeSupport.effectiveUid();
    private static final long OTHER = SELF == 65534 ? 0 : 65534;

    @TempDir
    static Path directory;

    private static Path socket;
    private static Path guarded;
    private static Program daemon;

    @BeforeAll
    static void serve() {
        Directories.openToAll(directory);
        socket = directory.resolve("diagnostics.sock");
        guarded = directory.resolve("guarded.sock");
        daemon = Program.start(
                        "serve",
                        "--peercred.inbound.diagnostics.path=" + socket,
                        "--peercred.inbound.guarded.path=" + guarded,
                        "--peercred.inbound.guarded.request-channel=peercred.inbound.diagnostics",
                        "--peercred.inbound.guarded.expected-uid=" + OTHER)
                .awaitOut("Serving");
    }

    @AfterAll
    static void stop() {
        daemon.close();
    }

    @Test
    void pingIsAnsweredByPongAndNothingElseIsPrinted() {
        Result result = Program.call(socket, "ping");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("pong\n");
        assertThat(result.code()).isZero();
    }

    @Test
    void infoTellsOfTheDaemonAndOfItsVerifiedCaller() {
        Result result = Program.call(socket, "info");
        assertThat(result.out()).endsWith("}\n");
        JsonNode info = new JsonMapper().readTree(result.out());
        assertThat(info.get("pid").longValue()).isEqualTo(daemon.pid());
        assertThat(info.get("uptime").doubleValue()).isBetween(0.1, 3600.0);
        assertThat(info.at("/heap/used").longValue())
                .isPositive()
                .isLessThanOrEqualTo(info.at("/heap/committed").longValue());
        assertThat(info.at("/heap/max").longValue())
                .isGreaterThanOrEqualTo(info.at("/heap/committed").longValue());
        assertThat(info.at("/caller/uid").longValue()).isEqualTo(SELF);
        assertThat(info.at("/caller/gid").longValue()).isEqualTo(NativeSupport.effectiveGid());
        assertThat(info.at("/caller/pid").longValue()).isEqualTo(result.pid());
        assertThat(result.code()).isZero();
    }

    @Test
    void threadsShowsEachThreadWithItsWholeStack() {
        Result result = Program.call(socket, "threads");
        assertThat(result.out())
                .contains("\"Reference Handler\" #")
                .containsPattern(
                        "(?s)at [^\\n]*io\\.peercred\\.sample\\.ThreadDump\\.now.*InboundConnection.*Thread\\.run");
        assertThat(result.code()).isZero();
    }

    @Test
    void aDaemonThatIsNotExpectedIsRefusedByTheCaller() {
        Result result = Program.call(socket, "ping", "--peercred.expected-uid=" + OTHER);
        result.assertFailed(
                77,
                "sample-app: refused: ",
                "outbound endpoint 'diagnostics' (" + socket + ")",
                "expected uid " + OTHER,
                "actual uid " + SELF,
                "pid " + daemon.pid());
    }

    @Test
    void aCallerThatIsNotExpectedIsRefusedByTheDaemon() {
        Result result = Program.call(guarded, "ping");
        result.assertFailed(77, "sample-app: refused: ", guarded.toString(), "closed the connection");
        daemon.awaitErr("Rejected the peer of inbound endpoint 'guarded' (" + guarded + ")")
                .awaitErr("pid " + result.pid());
    }

    @Test
    void aCallerWhomTheSocketFilesModeKeepsOutIsRefused() {
        Needs.javaFor(65534);
        List<String> java = Program.as(65534, Program.java(Directories.jarForAll(directory)));
        try (Program program = Program.start(
                java,
                "call",
                "ping",
                "--peercred.expected-uid=" + SELF,
                "--peercred.outbound.diagnostics.path=" + socket)) {
            program.result().assertFailed(77, "sample-app: refused: ", socket.toString(), "permission");
        }
    }
}
