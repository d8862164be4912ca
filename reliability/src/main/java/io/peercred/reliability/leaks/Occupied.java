package io.peercred.reliability.leaks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a process must give back in the end: descriptors, and threads by their names (of 15 characters), without those
 * that the JVM starts and ends as it likes.
 */
public record Occupied(long descriptors, Map<String, Integer> threads) {

    private static final List<String> OF_THE_JVM =
            List.of("C1 ", "C2 ", "G1 ", "GC Thread", "Sweeper", "Attach Listener");

    public static Occupied of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        Map<String, Integer> threads = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(process.resolve("task"))) {
            for (Path task : tasks.toList()) {
                count(task, threads);
            }
        }
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return new Occupied(open.count(), threads);
        }
    }

    private static void count(Path task, Map<String, Integer> threads) throws IOException {
        try {
            String name = Files.readString(task.resolve("comm")).strip();
            if (OF_THE_JVM.stream().noneMatch(name::startsWith)) {
                threads.merge(name, 1, Integer::sum);
            }
        } catch (IOException ex) {
            if (Files.exists(task)) { // Else it has ended since it was listed.
                throw ex;
            }
        }
    }

    /** The same, but of the threads whose names begin so those of the other. */
    public Occupied withThreadsOf(Occupied other, String prefix) {
        Map<String, Integer> mixed = new TreeMap<>(other.threads);
        mixed.keySet().removeIf(name -> !name.startsWith(prefix));
        this.threads.forEach((name, count) -> {
            if (!name.startsWith(prefix)) {
                mixed.put(name, count);
            }
        });
        return new Occupied(this.descriptors, mixed);
    }

    /** The same without threads whose names begin so. */
    public Occupied without(List<String> prefixes) {
        Map<String, Integer> others = new TreeMap<>(this.threads);
        others.keySet().removeIf(name -> prefixes.stream().anyMatch(name::startsWith));
        return new Occupied(this.descriptors, others);
    }

    /** How many threads of this one are not of the other. */
    public long threadsMoreThan(Occupied before) {
        return this.threads.entrySet().stream()
                .mapToLong(entry -> Math.max(0, entry.getValue() - before.threads.getOrDefault(entry.getKey(), 0)))
                .sum();
    }

    public long descriptorsMoreThan(Occupied before) {
        return Math.max(0, this.descriptors - before.descriptors);
    }

    public boolean isNoMoreThan(Occupied before) {
        return threadsMoreThan(before) == 0 && descriptorsMoreThan(before) == 0;
    }
}
