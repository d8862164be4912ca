package io.peercred.sample;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.credentials.Names;
import io.peercred.platform.NativeSupport;
import io.peercred.sample.Program.Result;

import static org.assertj.core.api.Assertions.assertThat;

/** The program without arguments. */
class DemonstrationTests {

    @TempDir
    Path directory;

    private Result demonstrate(List<String> java) {
        try (Program program = Program.start(java)) {
            return program.result();
        }
    }

    private void assertShown(Result result, long uid) {
        String user = Names.user(uid).replace("(", "\\(").replace(")", "\\)");
        String impostorsMaker = uid == 0 ? "uid 1 " : "uid 0 ";
        assertThat(result.out())
                .containsPattern("The client is this process: " + user + ", pid " + result.pid() + "\\.\n")
                .containsPattern("The daemon is another: +" + user + ", pid [0-9]+\\.\n")
                .containsPattern("client to daemon: ping\n +daemon to client: pong\n")
                .containsPattern("The daemon knows the client as " + user + ", gid .*, pid " + result.pid() + "\\.\n")
                .containsPattern("Rejected the peer of inbound .* expected " + impostorsMaker + ".* actual " + user
                        + ", gid .*, pid " + result.pid() + "\n(.*\n)? +=> refused by the daemon")
                .containsPattern("Rejected the peer of outbound .* expected " + impostorsMaker + ".* actual " + user
                        + ", gid .*, pid " + daemonPid(result) + "\n +=> refused by the client")
                .endsWith("\nAll of it went as expected.\n");
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(ProcessHandle.of(daemonPid(result))).isEmpty();
    }

    private static long daemonPid(Result result) {
        return result.out()
                .lines()
                .filter(line -> line.startsWith("The daemon is another:"))
                .map(line -> line.replaceAll(".*pid ([0-9]+)\\.", "$1"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    private void assertNothingLeft(Path temporary) {
        assertThat(temporary).isDirectoryNotContaining("glob:**/peercred*");
    }

    @Test
    void anAcceptedExchangeAndAnImpostorRefusedOnEachSideAreShown() {
        Result result = demonstrate(Program.java(Program.jar(), "-Djava.io.tmpdir=" + this.directory));
        assertShown(result, NativeSupport.effectiveUid());
        assertNothingLeft(this.directory);
    }

    @Test
    void anOrdinaryUserIsShownTheSame() {
        Needs.javaFor(65534);
        Path jar = Directories.jarForAll(this.directory);
        Path temporary = Directories.of(65534, this.directory);
        Result result = demonstrate(Program.as(65534, Program.java(jar, "-Djava.io.tmpdir=" + temporary)));
        assertShown(result, 65534);
        assertNothingLeft(temporary);
    }

    @Test
    void oneThatIsInterruptedLeavesNothingBehindEither() {
        try (Program program = Program.start(Program.java(Program.jar(), "-Djava.io.tmpdir=" + this.directory))) {
            program.awaitOut("The daemon is another:");
            program.terminate();
            Result result = program.result();
            assertThat(ProcessHandle.of(daemonPid(result))).isEmpty();
            assertNothingLeft(this.directory);
        }
    }

    @Test
    void whatDoesNotGoAsExpectedIsSaidAndIsNoSuccess() {
        // A group of which nobody is a member, where the demonstration names users only.
        List<String> java = new ArrayList<>(List.of("/usr/bin/env", "PEERCRED_EXPECTED_GID=4294967294"));
        java.addAll(Program.java(Program.jar(), "-Djava.io.tmpdir=" + this.directory));
        Result result = demonstrate(java);
        assertThat(result.err())
                .startsWith("sample-app: failed: not as expected: ")
                .contains("the peer is in no expected group");
        assertThat(result.out()).doesNotContain("accepted by both", "All of it went as expected");
        assertThat(result.code()).isEqualTo(70);
        assertNothingLeft(this.directory);
    }
}
