package io.peercred.reliability;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes that attack, each a Python script under a user of its own, and what they tell at their end. */
final class Attackers implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final List<Attacker> attackers = new ArrayList<>();

    private record Attacker(String kind, Process process, BufferedReader output) {}

    /** Starts one, for so long, at these sockets; returns its input. */
    OutputStream start(String script, long uid, Duration duration, Path... paths) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/python3",
                "-c",
                source("attacker") + source(script),
                Long.toString(uid),
                Double.toString(duration.toMillis() / 1000.0)));
        Stream.of(paths).map(Path::toString).forEach(command::add);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.attackers.add(new Attacker(script + " as " + uid, process, process.inputReader(StandardCharsets.UTF_8)));
        return process.getOutputStream();
    }

    private static String source(String script) throws IOException {
        try (InputStream source = Attackers.class.getResourceAsStream(script + ".py")) {
            if (source == null) {
                throw new IOException("there is no script " + script);
            }
            return new String(source.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Waits until the one that was started last says that it is ready. */
    void awaitReady() throws IOException {
        Attacker last = this.attackers.get(this.attackers.size() - 1);
        String line = last.output().readLine();
        if (!"ready".equals(line)) {
            throw new IOException(last.kind() + " is not ready: " + line);
        }
    }

    boolean areAtIt() {
        return this.attackers.stream().anyMatch(each -> each.process().isAlive());
    }

    /** Waits for their end, and sums up what those of a kind have told; one that failed is a failure. */
    Map<String, Map<String, Long>> collect() throws IOException, InterruptedException {
        Map<String, Map<String, Long>> told = new LinkedHashMap<>();
        for (Attacker each : this.attackers) {
            if (!each.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    || each.process().exitValue() != 0) {
                throw new IOException(each.kind() + " has failed");
            }
            Map<String, Long> sums = told.computeIfAbsent(each.kind(), kind -> new LinkedHashMap<>());
            for (String word : each.output().readLine().split(" ")) {
                String[] pair = word.split("=");
                sums.merge(pair[0], Long.parseLong(pair[1]), Long::sum);
            }
        }
        return told;
    }

    /** How many processes are left of theirs; each of them has a session of its own, which its children share. */
    long left() throws IOException {
        Set<String> sessions = this.attackers.stream()
                .map(each -> Long.toString(each.process().pid()))
                .collect(Collectors.toSet());
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .filter(path -> sessions.contains(session(path)))
                    .count();
        }
    }

    private static String session(Path process) {
        try {
            String status = Files.readString(process.resolve("stat"));
            return status.substring(status.lastIndexOf(')') + 2).split(" ")[3];
        } catch (IOException ex) {
            return ""; // It has gone meanwhile.
        }
    }

    /** Ends those that are left. */
    @Override
    public void close() {
        for (Attacker each : this.attackers) {
            each.process().descendants().forEach(ProcessHandle::destroyForcibly);
            each.process().destroyForcibly();
        }
    }
}
