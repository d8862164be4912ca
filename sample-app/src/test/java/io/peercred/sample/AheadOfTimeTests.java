package io.peercred.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.platform.NativeSupport;
import io.peercred.sample.Program.Result;

import static org.assertj.core.api.Assertions.assertThat;

/** The executable jar with the code that its build generated, and with an archive of its classes. */
class AheadOfTimeTests {

    private static final String AHEAD_OF_TIME = "-Dspring.aot.enabled=true";

    @TempDir
    Path directory;

    private static Program start(List<String> java, Object... arguments) {
        return Program.start(java, arguments);
    }

    private static Result run(List<String> java, Object... arguments) {
        try (Program program = start(java, arguments)) {
            return program.result();
        }
    }

    private static String path(String endpoint, Path socket) {
        return "--peercred." + endpoint + ".path=" + socket;
    }

    /** Neither the paths nor the endpoint {@code guarded} were there when the code was generated. */
    @Test
    void endpointsPathsAndPoliciesAreThoseOfTheRun() {
        List<String> java = Program.java(Program.jar(), AHEAD_OF_TIME);
        Path socket = this.directory.resolve("diagnostics.sock");
        Path guarded = this.directory.resolve("guarded.sock");
        long other = NativeSupport.effectiveUid() == 65534 ? 0 : 65534;
        try (Program daemon = start(
                        java,
                        "serve",
                        path("inbound.diagnostics", socket),
                        path("inbound.guarded", guarded),
                        "--peercred.inbound.guarded.request-channel=peercred.inbound.diagnostics",
                        "--peercred.inbound.guarded.expected-uid=" + other)
                .awaitOut("Serving")) {
            Result ping = run(java, "call", "ping", path("outbound.diagnostics", socket));
            assertThat(ping.err()).isEmpty();
            assertThat(ping.out()).isEqualTo("pong\n");
            assertThat(ping.code()).isZero();
            run(java, "call", "ping", path("outbound.diagnostics", guarded))
                    .assertFailed(77, "sample-app: refused: ", "closed the connection");
            daemon.awaitErr("Rejected the peer of inbound endpoint 'guarded' (" + guarded + ")");
            run(java, "call", "ping", path("outbound.diagnostics", socket), "--peercred.expected-uid=" + other)
                    .assertFailed(77, "sample-app: refused: ", "expected uid " + other);
        }
    }

    @Test
    void generatedCodeIsWhatRuns() {
        Result result = run(
                Program.java(
                        Program.jar(), AHEAD_OF_TIME, "-Xlog:class+load:file=" + this.directory.resolve("classes")),
                "call",
                "ping",
                path("outbound.diagnostics", this.directory.resolve("nobody")));
        assertThat(result.code()).isEqualTo(69);
        assertThat(this.directory.resolve("classes"))
                .content()
                .contains("io.peercred.sample.SampleApplication__ApplicationContextInitializer")
                .doesNotContain("org.springframework.context.annotation.ConfigurationClassParser ");
    }

    @Test
    void anUnknownKeyStopsTheStartTheSame() {
        Result result = run(
                Program.java(Program.jar(), AHEAD_OF_TIME),
                "serve",
                path("inbound.diagnostics", this.directory.resolve("s")),
                "--peercred.inbound.diagnostics.expected-udi=1");
        assertThat(result.err()).contains("expected-udi", "peercred.inbound.diagnostics.expected-uid");
        assertThat(result.code()).isEqualTo(78);
    }

    @Test
    void aTrainingRunMakesAnArchiveOfItsClassesAndNothingElse() throws IOException {
        trainAndServe("java -XX:ArchiveClassesAtExit=", "java -XX:SharedArchiveFile=", "-Xshare:on");
    }

    @Test
    @EnabledForJreRange(minVersion = 25)
    void aTrainingRunMakesACacheAndNothingElse() throws IOException {
        trainAndServe("java -XX:AOTCacheOutput=", "java -XX:AOTCache=", "-XX:AOTMode=on");
    }

    /** By the commands of docs/recipes.md; {@code orFail} makes Java fail rather than run without the archive. */
    private void trainAndServe(String training, String trained, String orFail) throws IOException {
        Files.copy(Program.jar(), this.directory.resolve("sample-app.jar"));
        assertThat(run(command("java -Djarmode=tools")).code()).isZero();
        Path temporary = Files.createDirectory(this.directory.resolve("tmp"));
        Path socket = temporary.resolve("diagnostics.sock");
        Result result =
                run(with("-Djava.io.tmpdir=" + temporary, command(training)), path("inbound.diagnostics", socket));
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(temporary).isEmptyDirectory();
        try (Program daemon = start(with(orFail, command(trained)), path("inbound.diagnostics", socket))
                .awaitOut("Serving")) {
            Result info = Program.call(socket, "info");
            assertThat(info.out()).contains("\"pid\":" + daemon.pid());
        }
    }

    private List<String> command(String beginning) throws IOException {
        String line = Files.readAllLines(Path.of("..", "docs", "recipes.md")).stream()
                .filter(each -> each.startsWith(beginning))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no recipe: " + beginning));
        return Stream.of(line.replace("/opt/diagnostics", this.directory.toString())
                        .split(" "))
                .map(word -> word.equals("java") ? Program.JAVA : word)
                .toList();
    }

    private static List<String> with(String option, List<String> command) {
        List<String> all = new ArrayList<>(command);
        all.add(1, option);
        return all;
    }
}
