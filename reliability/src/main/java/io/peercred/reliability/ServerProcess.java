package io.peercred.reliability;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A {@link Server} in a process of its own, ended when closed. */
final class ServerProcess implements AutoCloseable {

    private static final List<String> OPTIONS = List.of("-Xms128m", "-Xmx256m", "-XX:+ExitOnOutOfMemoryError");

    private final Process process;
    private final BufferedReader answers;
    private final Writer commands;

    /**
     * What the server says of itself.
     *
     * @param counts of requests
     * @param heapKib used by objects, after a garbage collection
     * @param endpoints by their names, what the product has counted
     */
    record Report(Ledger.Counts counts, long heapKib, Map<String, EndpointCounts> endpoints) {}

    /** Starts it with the socket, for octets, with further properties such as {@code --peercred.expected-uid=0}. */
    ServerProcess(Path socket, File log, String... properties) throws IOException {
        this(List.of(), socket, log, properties);
    }

    /** Starts it by a command that starts programs. */
    ServerProcess(List<String> prefix, Path socket, File log, String... properties) throws IOException {
        this(Java.command(Server.class, OPTIONS, List.of()), prefix, socket, log, properties);
    }

    /** Starts another one than {@link Server}, with the same conversation, by its command, to which arguments are added. */
    ServerProcess(List<String> program, List<String> prefix, Path socket, File log, String... properties)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--peercred.expected-uid=self",
                "--peercred.content-type=application/octet-stream",
                "--peercred.inbound.target.path=" + socket));
        arguments.addAll(List.of(properties));
        List<String> command = new ArrayList<>(prefix);
        command.addAll(program);
        command.addAll(arguments);
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log))
                .start();
        this.answers = this.process.inputReader(StandardCharsets.UTF_8);
        this.commands = this.process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Waits until it serves. */
    ServerProcess awaitReady() throws IOException {
        String line = answer();
        if (!line.equals("ready")) {
            throw new IOException(line);
        }
        return this;
    }

    long pid() {
        return this.process.pid();
    }

    ProcessHandle handle() {
        return this.process.toHandle();
    }

    Report report() throws IOException {
        this.commands.write("\n");
        this.commands.flush();
        String[] words = answer().split(" ");
        long[] numbers = new long[5];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Long.parseLong(words[i]);
        }
        Ledger.Counts counts = new Ledger.Counts(numbers[0], numbers[1], numbers[2], numbers[3]);
        return new Report(
                counts, numbers[4], EndpointCounts.read(Arrays.asList(words).subList(numbers.length, words.length)));
    }

    private String answer() throws IOException {
        String line = this.answers.readLine();
        if (line == null) {
            throw new EOFException("the server has ended");
        }
        return line;
    }

    /** Ends it in the middle of whatever it does (SIGKILL), and waits for that. */
    void kill() throws InterruptedException {
        this.process.destroyForcibly().waitFor();
    }

    /** Ends it in order; that it does not end is a failure. */
    @Override
    public void close() throws IOException, InterruptedException {
        try {
            if (this.process.isAlive()) {
                this.commands.close();
                if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
                    throw new IOException("the server does not end");
                }
            }
        } finally {
            this.process.destroyForcibly();
        }
    }
}
