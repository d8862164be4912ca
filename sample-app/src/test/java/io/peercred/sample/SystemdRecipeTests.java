package io.peercred.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.sample.Program.Result;

import static org.assertj.core.api.Assertions.assertThat;

/** The lines of docs/recipes.md, with the paths and users of a test in them. */
class SystemdRecipeTests {

    private static final Path RECIPES = Path.of("..", "docs", "recipes.md");
    private static final long SERVICE = 1002;

    @TempDir
    Path directory;

    private String recipes;

    @BeforeEach
    void read() throws IOException {
        this.recipes = Files.readString(RECIPES);
        Needs.program("systemd-socket-activate", "systemd");
    }

    /** What follows these words in the recipe, on their line. */
    private String line(String beginning) {
        Matcher matcher = Pattern.compile("^" + Pattern.quote(beginning) + "(.*)$", Pattern.MULTILINE)
                .matcher(this.recipes);
        assertThat(matcher.find()).as(beginning).isTrue();
        return matcher.group(1);
    }

    /** The words of a command, with what is here in the place of what an installation has. */
    private List<String> command(String line, Path jar) {
        return Stream.of(line.split(" "))
                .map(word -> word.equals("/usr/bin/java") || word.equals("java") ? Program.JAVA : word)
                .map(word -> word.replace("/opt/diagnostics/sample-app.jar", jar.toString()))
                .map(word -> word.replace("/run/diagnostics", this.directory.toString()))
                .map(word -> word.replace("expected-user=diagnostics", "expected-uid=" + SERVICE))
                .toList();
    }

    @Test
    void theUnitsMakeAServiceThatShowsItsOwnUser() {
        Needs.javaFor(SERVICE);
        Path jar = Directories.jarForAll(this.directory);
        List<String> activator = new ArrayList<>(List.of(
                "/usr/bin/systemd-socket-activate",
                "--fdname=" + line("FileDescriptorName="),
                "--listen=" + line("ListenStream=").replace("/run/diagnostics", this.directory.toString())));
        activator.addAll(Program.as(SERVICE, command(line("ExecStart="), jar)));
        String client = "java -jar /opt/diagnostics/sample-app.jar call info"
                + line("java -jar /opt/diagnostics/sample-app.jar call info");
        try (Program service = Program.start(activator)) {
            service.awaitErr("Listening on");
            // Connected before the service listens itself, and shown its activator for good: here not by pid 1.
            try (Program early = Program.start(command(client, jar))) {
                early.result()
                        .assertFailed(77, "sample-app: refused: ", "expected uid " + SERVICE + ";", "actual uid 0");
            }
            service.awaitOut("Serving");
            try (Program call = Program.start(command(client, jar))) {
                Result result = call.result();
                assertThat(result.err()).isEmpty();
                assertThat(result.out()).contains("\"pid\":" + service.pid(), "\"caller\":{\"uid\":0");
                assertThat(result.code()).isZero();
            }
            service.terminate();
            service.result();
        }
        assertThat(this.directory.resolve("diagnostics.sock")).exists();
    }

    @Test
    void theUnitsHaveNoKeyThatSystemdDoesNotKnow() throws IOException {
        Needs.program("systemd-analyze", "systemd");
        List<Object> arguments = new ArrayList<>(List.of("verify"));
        Matcher units = Pattern.compile("```ini\n# /etc/systemd/system/(\\S+)\n(.*?)```", Pattern.DOTALL)
                .matcher(this.recipes);
        while (units.find()) {
            String unit = units.group(2).replace("/usr/bin/java", Program.JAVA);
            arguments.add(Files.writeString(this.directory.resolve(units.group(1)), unit));
        }
        assertThat(arguments).hasSize(3);
        try (Program verify = Program.start(List.of("/usr/bin/systemd-analyze"), arguments.toArray())) {
            Result result = verify.result();
            assertThat(result.out() + result.err()).isEmpty();
            assertThat(result.code()).isZero();
        }
    }

    @Test
    void byHandItIsTheSame() {
        List<String> command = command("systemd-socket-activate" + line("systemd-socket-activate"), Program.jar());
        try (Program service = Program.start(command)) {
            service.awaitErr("Listening on");
            Result ping = Program.call(
                    this.directory.resolve("diagnostics.sock"),
                    "ping",
                    "--peercred.outbound.diagnostics.reply-timeout=60s");
            assertThat(ping.err()).isEmpty();
            assertThat(ping.out()).isEqualTo("pong\n");
            service.awaitOut("Serving ping, info, threads, profile at " + this.directory.resolve("diagnostics.sock"));
        }
    }
}
