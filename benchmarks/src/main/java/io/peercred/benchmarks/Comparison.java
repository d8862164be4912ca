package io.peercred.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.Main;

/**
 * What is measured side by side: each value of a benchmark's parameter in a JVM of its own, iterations in turn.
 *
 * @param name of the result files
 * @param benchmark the JMH benchmark class
 * @param clients threads
 * @param size bytes of payload
 * @param parameter whose values are compared
 * @param values one JVM each
 * @param warmUpSeconds of {@link WarmUp}, at most
 * @param warmups iterations before any counts
 * @param iterations that count
 * @param millis an iteration's length
 * @param rounds how often, with fresh JVMs
 */
record Comparison(
        String name,
        Class<?> benchmark,
        int clients,
        int size,
        String parameter,
        List<String> values,
        int warmUpSeconds,
        int warmups,
        int iterations,
        int millis,
        int rounds) {

    private static final long TIMEOUT_MINUTES = 10;

    /** Leaves JMH's JSON in the directory, and what JMH said beside it. Each JVM is fresh, so JMH need not fork. */
    void run(int round, Path results) throws IOException, InterruptedException {
        List<Process> running = new ArrayList<>();
        try (Scratch scratch = Scratch.create();
                Turns turns = new Turns(scratch.directory().resolve("turns.sock"), this.values.size())) {
            for (String value : this.values) {
                String file = results.resolve("jmh-" + this.name + "-" + value + "-" + round)
                        .toString();
                running.add(new ProcessBuilder(command(value, turns.socket(), file))
                        .redirectErrorStream(true)
                        .redirectOutput(new File(file + ".log"))
                        .start());
            }
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(TIMEOUT_MINUTES);
            while (running.stream().anyMatch(Process::isAlive)) {
                if (running.stream().anyMatch(each -> !each.isAlive() && each.exitValue() != 0)
                        || System.nanoTime() > end) {
                    throw new IOException(this.name + " failed: see its logs in " + results);
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
            if (running.stream().anyMatch(each -> each.exitValue() != 0)) {
                throw new IOException(this.name + " failed: see its logs in " + results);
            }
        } finally {
            running.stream().flatMap(Process::descendants).forEach(ProcessHandle::destroy);
            running.forEach(Process::destroy);
        }
    }

    private List<String> command(String value, Path turns, String file) {
        String time = this.millis + "ms";
        List<String> command = Java.command(
                Java.classPath(),
                "-Xms512m",
                "-Xmx512m",
                // Several of JMH at the same time are what is wanted here; they take turns.
                "-Djmh.ignoreLock=true",
                "-D" + Turns.PROPERTY + "=" + turns,
                "-D" + WarmUp.PROPERTY + "=" + this.warmUpSeconds);
        command.addAll(List.of(Main.class.getName(), this.benchmark.getName() + "\\.", "-p"));
        command.add(this.parameter + "=" + value);
        if (this.benchmark == RoundTrip.class) {
            command.addAll(List.of("-p", "size=" + this.size));
        }
        command.addAll(List.of("-t", "" + this.clients, "-f", "0", "-foe", "true", "-prof", "gc"));
        command.addAll(List.of("-wi", "" + this.warmups, "-w", time, "-i", "" + this.iterations, "-r", time));
        command.addAll(List.of("-rf", "json", "-rff", file + ".json"));
        return command;
    }
}
