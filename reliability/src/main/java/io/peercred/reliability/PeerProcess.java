package io.peercred.reliability;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code peer.py}, whose mode and arguments are told there; ended, with its children, when closed. */
final class PeerProcess implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;

    PeerProcess(Scene scene, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("/usr/bin/python3", script(scene).toString()));
        command.addAll(List.of(arguments));
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(scene.log()))
                .start();
        this.answers = this.process.inputReader(StandardCharsets.UTF_8);
        this.orders = this.process.outputWriter(StandardCharsets.UTF_8);
    }

    private static Path script(Scene scene) throws IOException {
        Path script = scene.directory().resolve("peer.py");
        if (!Files.exists(script)) {
            try (InputStream source = PeerProcess.class.getResourceAsStream("peer.py")) {
                if (source == null) {
                    throw new IOException("peer.py is not on the class path");
                }
                Files.copy(source, script);
            }
        }
        return script;
    }

    String answer() throws IOException {
        String line = this.answers.readLine();
        if (line == null) {
            throw new EOFException("the peer has ended");
        }
        return line;
    }

    String order(String line) throws IOException {
        this.orders.write(line + "\n");
        this.orders.flush();
        return answer();
    }

    void order(String line, String expected) throws IOException {
        String answer = order(line);
        if (!answer.equals(expected)) {
            throw new IOException("the peer says " + answer + " to " + line);
        }
    }

    /** Has it end, and returns the last that it says. */
    String end() throws IOException {
        this.orders.close();
        return answer();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            this.orders.close();
            if (!this.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || this.process.exitValue() != 0) {
                throw new IOException("the peer ended badly");
            }
        } finally {
            this.process.destroyForcibly();
        }
    }
}
