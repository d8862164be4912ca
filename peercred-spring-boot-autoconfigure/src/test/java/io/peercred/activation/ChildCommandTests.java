package io.peercred.activation;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.peercred.connection.Handover;
import io.peercred.connection.SocketActivator;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** A child runs as its ProcessBuilder says, and as if nothing stood between; the ProcessBuilder stays as it was. */
@Timeout(60)
class ChildCommandTests {

    private static final String SAY_ENVIRONMENT =
            "import os, sys; sys.stdout.write('\\0'.join('%s=%s' % i for i in sorted(os.environb.items())) + '\\n')";

    @TempDir
    Path directory;

    @AutoClose
    SocketActivator activator;

    @BeforeEach
    void bind() throws IOException {
        this.activator =
                SocketActivator.at(this.directory.resolve("s").toString()).bind();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes());
    }

    private String output(Handover handover, ProcessBuilder child) throws IOException {
        return output(this.activator.start(child.redirectError(Redirect.INHERIT), handover));
    }

    private Path program(String name, String script) throws IOException {
        Path program = Files.writeString(this.directory.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    @ParameterizedTest
    @EnumSource
    void anyArgumentReachesItAsItIs(Handover handover) throws IOException {
        List<String> arguments = List.of(
                "",
                " ",
                "a b",
                "a\nb",
                "'",
                "\"",
                "$HOME",
                "$(touch stolen)",
                "`touch stolen`",
                "\\",
                "*",
                "-c",
                "--",
                ";touch stolen",
                "3<&0",
                "é",
                "=",
                "\t");
        ProcessBuilder child = new ProcessBuilder(
                        Peer.pythonCommand("[say(repr(os.fsencode(a))) for a in argv]", arguments.toArray()))
                .directory(this.directory.toFile());
        ProcessBuilder direct = new ProcessBuilder(child.command()).directory(this.directory.toFile());
        assertThat(output(handover, child)).isEqualTo(output(direct.start())).contains("touch stolen");
        assertThat(this.directory.resolve("stolen")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void aProgramOfAnyNameCanBeRun(Handover handover) throws IOException {
        for (String name : List.of("with space", "new\nline", "quote's \"$x\"", "-dash", "a=b")) {
            Path program = program(name, "echo \"$@\"");
            assertThat(output(handover, new ProcessBuilder(program.toString(), "x", "y")))
                    .isEqualTo("x y\n");
            assertThat(output(handover, new ProcessBuilder("./" + name, "x").directory(this.directory.toFile())))
                    .isEqualTo("x\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void neitherItsPathNorItsDirectoryDecidesOnAnotherProgram(Handover handover) throws IOException {
        for (String name : List.of("sh", "exec", "export", "unset", "shift", "echo", "env", "true")) {
            program(name, "echo hijacked by " + name);
        }
        ProcessBuilder child = new ProcessBuilder("true").directory(this.directory.toFile());
        child.environment().put("PATH", this.directory + "::.");
        child.environment().put("CDPATH", this.directory.toString());
        child.environment()
                .put("ENV", program("profile", "echo hijacked by ENV").toString());
        child.environment().put("BASH_ENV", this.directory.resolve("profile").toString());
        assertThat(output(handover, child)).isEmpty();
    }

    /** Compared with the same child without a socket. */
    @ParameterizedTest
    @EnumSource
    void itsEnvironmentIsAsItsBuilderSays(Handover handover) throws IOException {
        ProcessBuilder child = new ProcessBuilder("/usr/bin/python3", "-c", SAY_ENVIRONMENT);
        Needs.python();
        child.directory(new File("/"));
        child.environment().remove("HOME");
        child.environment().put("NEW_ONE", "with\nline, 'quote' and $x");
        child.environment().put("EMPTY", "");
        child.environment().put("PWD", "/elsewhere");
        child.environment().remove("OLDPWD");
        Map<String, String> direct = environment(child.start());
        Map<String, String> handedOver = environment(this.activator.start(child, handover));
        handedOver.keySet().removeAll(List.of("LISTEN_PID", "LISTEN_FDS"));
        assertThat(handedOver).isEqualTo(direct);
        child.environment().remove("PWD");
        assertThat(environment(this.activator.start(child, handover))).doesNotContainKey("PWD");
    }

    private static Map<String, String> environment(Process process) throws IOException {
        Map<String, String> variables = new TreeMap<>();
        Arrays.stream(output(process).strip().split("\0"))
                .map(each -> each.split("=", 2))
                .forEach(each -> variables.put(each[0].substring(2, each[0].length() - 1), each[1]));
        return variables;
    }

    @Test
    void whatOthersPassedToThisProcessIsNotAnnouncedToTheChild() throws IOException {
        ProcessBuilder child = new ProcessBuilder(
                Peer.pythonCommand("say(os.environ['LISTEN_FDS'], int(os.environ['LISTEN_PID']) == os.getpid(),"
                        + " os.environ.get('LISTEN_FDNAMES'), os.environ.get('LISTEN_PIDFDID'))"));
        child.environment()
                .putAll(Map.of("LISTEN_PID", "1", "LISTEN_FDS", "7", "LISTEN_FDNAMES", "x", "LISTEN_PIDFDID", "5"));
        assertThat(output(Handover.LISTEN_FDS, child)).isEqualTo("1 True None None\n");
    }

    @Test
    void aVariableThatAShellDoesNotPassOnIsRefusedAndNotLost() throws IOException {
        ProcessBuilder child = new ProcessBuilder(Peer.pythonCommand("say(os.environ['spring.profiles.active'])"));
        child.environment().put("spring.profiles.active", "x");
        child.environment().put("BASH_FUNC_f%%", "() { :; }");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> this.activator.start(child, Handover.LISTEN_FDS))
                .withMessageContaining("[spring.profiles.active]");
        assertThat(output(Handover.STANDARD_INPUT, child)).isEqualTo("x\n");
    }

    @ParameterizedTest
    @EnumSource
    void theBuilderStaysAsItWas(Handover handover) throws IOException {
        File out = this.directory.resolve("out").toFile();
        ProcessBuilder child = new ProcessBuilder("sh", "-c", "pwd; echo mistake >&2")
                .directory(this.directory.toFile())
                .redirectOutput(out)
                .redirectErrorStream(true);
        child.environment().put("A", "b");
        Map<String, String> environment = new HashMap<>(child.environment());
        assertThat(output(this.activator.start(child, handover))).isEmpty();
        assertThat(child.command()).containsExactly("sh", "-c", "pwd; echo mistake >&2");
        assertThat(child.environment()).isEqualTo(environment);
        assertThat(child.directory()).isEqualTo(this.directory.toFile());
        assertThat(child.redirectInput()).isSameAs(Redirect.PIPE);
        assertThat(child.redirectOutput()).isEqualTo(Redirect.to(out));
        assertThat(child.redirectErrorStream()).isTrue();
        assertThat(this.activator.start(child, handover).onExit().join().exitValue())
                .isZero();
        assertThat(out).hasContent(this.directory + "\nmistake\n");
    }

    @ParameterizedTest
    @EnumSource
    void aStandardInputThatIsRedirectedIsRefused(Handover handover) {
        for (Redirect each : List.of(Redirect.INHERIT, Redirect.from(new File("/dev/null")))) {
            ProcessBuilder child = new ProcessBuilder("true").redirectInput(each);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> this.activator.start(child, handover))
                    .withMessageContaining("standard input is redirected");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeRunIsSaidAtOnce(Handover handover) throws IOException {
        Path plain = Files.writeString(this.directory.resolve("plain"), "echo no");
        for (String each : List.of("no-such-program", "/no/such/program", plain.toString(), "/", "./none", "")) {
            assertThatExceptionOfType(IOException.class)
                    .as(each)
                    .isThrownBy(() -> this.activator.start(new ProcessBuilder(each), handover))
                    .withMessageContaining("Cannot run program \"" + each + "\"");
        }
        ProcessBuilder nowhere = new ProcessBuilder("true").directory(new File(this.directory.toFile(), "nowhere"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> this.activator.start(nowhere, handover))
                .withMessageContaining("\"true\"")
                .withMessageContaining("nowhere");
    }
}
