package io.peercred.benchmarks;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An {@link IdleServer} in a process of its own. */
final class ServerProcess implements AutoCloseable {

    private final Path socket;
    private final Process process;
    private final BufferedReader answers;
    private final Writer commands;

    /**
     * What the server occupies after a garbage collection.
     *
     * @param rssKib resident memory
     * @param heapKib of it used by objects
     * @param threads of the kernel, the JVM's own included
     */
    record Occupied(long rssKib, long heapKib, long threads) {}

    ServerProcess(Path socket, File log) throws IOException {
        this.socket = socket;
        List<String> command = new ArrayList<>(Java.command(Java.classPath(), "-Xms64m", "-Xmx512m"));
        command.addAll(List.of(IdleServer.class.getName(), socket.toString()));
        this.process = new ProcessBuilder(command).redirectError(log).start();
        this.answers = new BufferedReader(new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
        this.commands = this.process.outputWriter(StandardCharsets.UTF_8);
    }

    void awaitReady() throws IOException {
        String line = answer();
        if (!line.equals("ready")) {
            throw new IOException(line);
        }
    }

    Path socket() {
        return this.socket;
    }

    Occupied occupied() throws IOException {
        this.commands.write("\n");
        this.commands.flush();
        String[] numbers = answer().split(" ");
        return new Occupied(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }

    private String answer() throws IOException {
        String line = this.answers.readLine();
        if (line == null) {
            throw new EOFException("the server has ended");
        }
        return line;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            this.commands.close();
            if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IOException("the server does not end");
            }
        } finally {
            this.process.destroyForcibly();
        }
    }
}
