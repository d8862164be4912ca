package io.peercred.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/** A process that a test starts: the executable jar, or a peer of it in Python. Ended when closed. */
final class Program implements AutoCloseable {

    static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Path out;
    private final Path err;

    /** What became of one. */
    record Result(long pid, int code, String out, String err) {

        /** It must have failed with this code, one line on standard error, and nothing on standard output. */
        void assertFailed(int expected, String beginning, String... words) {
            assertThat(this.err).startsWith(beginning).contains(words).endsWith("\n");
            assertThat(this.err.lines()).hasSize(1);
            assertThat(this.out).isEmpty();
            assertThat(this.code).isEqualTo(expected);
        }
    }

    private Program(List<String> command) {
        try {
            this.out = Files.createTempFile("sample", ".out");
            this.err = Files.createTempFile("sample", ".err");
            this.process = new ProcessBuilder(command)
                    .redirectOutput(this.out.toFile())
                    .redirectError(this.err.toFile())
                    .start();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** The jar that was packaged. */
    static Path jar() {
        String jar = System.getProperty("sample.jar");
        if (jar == null) {
            throw new AssertionError("Run 'mvn verify': these tests run the executable jar (-Dsample.jar=...)");
        }
        return Path.of(jar);
    }

    /** The executable jar with these arguments. */
    static Program start(Object... arguments) {
        return start(java(jar()), arguments);
    }

    /** The same by another command, such as {@link #as} and {@link #java} together. */
    static Program start(List<String> java, Object... arguments) {
        List<String> command = new ArrayList<>(java);
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        return new Program(command);
    }

    /** How to run a jar. With the first compiler only: these processes are too short for the second to pay. */
    static List<String> java(Path jar, String... options) {
        List<String> command = new ArrayList<>(List.of(JAVA, "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    /** What runs a command under another user. */
    static List<String> as(long uid, List<String> command) {
        List<String> changed =
                new ArrayList<>(List.of("/usr/bin/setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups"));
        changed.addAll(command);
        return changed;
    }

    /** Runs the executable jar to its end. */
    static Result run(Object... arguments) {
        try (Program program = start(arguments)) {
            return program.result();
        }
    }

    /** Calls the daemon at {@code socket}. */
    static Result call(Path socket, String command, Object... options) {
        List<Object> arguments =
                new ArrayList<>(List.of("call", command, "--peercred.outbound.diagnostics.path=" + socket));
        arguments.addAll(List.of(options));
        return run(arguments.toArray());
    }

    /** A Python script, with its arguments in {@code argv}. */
    static Program python(String script, Object... arguments) {
        Needs.python();
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/python3", "-uc", "import os, socket, struct, sys, time\nargv = sys.argv[1:]\n" + script));
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        return new Program(command);
    }

    long pid() {
        return this.process.pid();
    }

    /** Waits until it has printed these words; fails if it ends before. */
    Program awaitOut(String words) {
        return await(this.out, words);
    }

    /** The same on its standard error, where it logs. */
    Program awaitErr(String words) {
        return await(this.err, words);
    }

    private Program await(Path output, String words) {
        Awaitility.await("'" + words + "'").atMost(PATIENCE).until(() -> {
            boolean ended = !this.process.isAlive();
            boolean said = read(output).contains(words);
            if (ended && !said) {
                throw new AssertionError("it ended with " + read(this.out) + read(this.err));
            }
            return said;
        });
        return this;
    }

    /** What it has printed on standard error so far. */
    String err() {
        return read(this.err);
    }

    /** Ends its standard input. */
    Program endInput() {
        try {
            this.process.getOutputStream().close();
            return this;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Sends SIGTERM. */
    void terminate() {
        this.process.destroy();
    }

    /** Waits for its end. */
    Result result() {
        try {
            if (!this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("it did not end; it said " + read(this.out) + read(this.err));
            }
        } catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
        return new Result(pid(), this.process.exitValue(), read(this.out), read(this.err));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public void close() {
        try {
            this.process.descendants().forEach(ProcessHandle::destroyForcibly);
            this.process.destroyForcibly().waitFor();
            Files.delete(this.out);
            Files.delete(this.err);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }
}
