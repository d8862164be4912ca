package io.peercred.sample;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.system.ApplicationHome;

/** This program once more, as the daemon, in a process of its own. */
final class DaemonProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
    private final List<String> read = new ArrayList<>();

    private DaemonProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::readLines, "daemon-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts {@code serve} with these options. */
    static DaemonProcess start(List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.matches("(-D|-XX:|--enable-native-access).*"))
                .forEach(command::add);
        command.addAll(program());
        command.add("serve");
        command.addAll(options);
        command.add("--logging.pattern.console=%m%n");
        return new DaemonProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** The executable jar if we run from it, else our class path. */
    private static List<String> program() {
        File source = new ApplicationHome(SampleApplication.class).getSource();
        return source != null && source.isFile()
                ? List.of("-jar", source.getPath())
                : List.of("-cp", System.getProperty("java.class.path"), SampleApplication.class.getName());
    }

    private void readLines() {
        try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = reader.readLine()) != null) {
                this.unread.add(line);
            }
        } catch (IOException ex) {
            this.unread.add("(its output ended: " + ex.getMessage() + ")");
        }
    }

    long pid() {
        return this.process.pid();
    }

    /** The next line that it prints or logs with all of these words; throws with all it said if none comes. */
    String await(String... words) throws InterruptedException, UnexpectedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() - end < 0) {
            String line = this.unread.poll(100, TimeUnit.MILLISECONDS);
            if (line == null) {
                if (!this.process.isAlive()) {
                    break;
                }
                continue;
            }
            this.read.add(line);
            if (Arrays.stream(words).allMatch(line::contains)) {
                return line;
            }
        }
        throw new UnexpectedException("the daemon did not say " + String.join(" ... ", words) + ". It "
                + (this.process.isAlive() ? "runs" : "ended") + "; what it said:\n" + String.join("\n", this.read));
    }

    /** Tells it to stop, and waits until it has. */
    @Override
    public void close() {
        this.process.destroy();
        try {
            if (!this.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                this.process.destroyForcibly();
            }
        } catch (InterruptedException ex) {
            this.process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
