package io.peercred.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import io.peercred.benchmarks.ServerProcess.Occupied;

/**
 * What connections cost that sleep: {@code Idle RESULTS quick|full}. One server holds them and another one has none;
 * this process is all their clients.
 */
public final class Idle {

    private static final int[] STEPS = {500, 1000, 2000, 5000};
    private static final int[] QUICK_STEPS = {5000};
    private static final int WINDOW_MILLIS = 400;
    private static final int FIRST_MESSAGES = 500;

    private final ByteBuffer buffer = BareClient.buffer();
    private final Deque<BareClient> sleeping = new ArrayDeque<>();
    private final List<String> curve = new ArrayList<>();
    private final boolean quick;

    private Idle(boolean quick) {
        this.quick = quick;
    }

    public static void main(String[] args) throws Exception {
        Path results = Path.of(args[0]);
        try (Scratch scratch = Scratch.create();
                ServerProcess empty = server(scratch, results, "empty");
                ServerProcess loaded = server(scratch, results, "loaded")) {
            empty.awaitReady();
            loaded.awaitReady();
            String json = new Idle(args[1].equals("quick")).measure(empty, loaded);
            Files.writeString(results.resolve("idle.json"), json);
        }
    }

    private static ServerProcess server(Scratch scratch, Path results, String name) throws IOException {
        return new ServerProcess(
                scratch.directory().resolve(name + ".sock"),
                results.resolve("idle-" + name + ".log").toFile());
    }

    private String measure(ServerProcess empty, ServerProcess loaded) throws Exception {
        try (BareClient ofEmpty = new BareClient(empty.socket(), this.buffer);
                BareClient ofLoaded = new BareClient(loaded.socket(), this.buffer)) {
            // Code that is not compiled yet, and connections that were, are nobody's memory but the server's.
            busy(ofEmpty, this.quick ? 1500 : 5000);
            busy(ofLoaded, this.quick ? 1500 : 5000);
            comeAndGo(loaded, 500);
            quiet();
            record(0, loaded.occupied());
            for (int count : this.quick ? QUICK_STEPS : STEPS) {
                hold(loaded, count);
                quiet();
                record(count, loaded.occupied());
            }
            empty.occupied();
            List<long[]> emptyTimes = new ArrayList<>();
            List<long[]> loadedTimes = new ArrayList<>();
            for (int round = 0; round < (this.quick ? 5 : 20); round++) {
                emptyTimes.add(busy(ofEmpty, WINDOW_MILLIS));
                loadedTimes.add(busy(ofLoaded, WINDOW_MILLIS));
            }
            long[] first = new long[FIRST_MESSAGES];
            for (int i = 0; i < first.length; i++) {
                BareClient client = this.sleeping.remove();
                this.sleeping.add(client);
                first[i] = client.exchange();
            }
            // Once more with none: at first the compilers' own memory was among it.
            while (!this.sleeping.isEmpty()) {
                this.sleeping.remove().close();
            }
            quiet();
            record(0, loaded.occupied());
            return """
                    {"curve": [%s],
                     "empty_ns": %s,
                     "loaded_ns": %s,
                     "first_ns": %s}
                    """.formatted(
                            String.join(",\n  ", this.curve),
                            medians(emptyTimes),
                            medians(loadedTimes),
                            LongStream.of(first).boxed().toList());
        }
    }

    private void comeAndGo(ServerProcess server, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            try (BareClient client = new BareClient(server.socket(), this.buffer)) {
                client.exchange();
            }
        }
    }

    private void hold(ServerProcess server, int count) throws IOException {
        while (this.sleeping.size() < count) {
            BareClient client = new BareClient(server.socket(), this.buffer);
            this.sleeping.add(client);
            client.exchange();
        }
    }

    private void quiet() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(this.quick ? 1000 : 4000);
    }

    private void record(int connections, Occupied occupied) {
        this.curve.add("{\"connections\": %d, \"rss_kib\": %d, \"heap_kib\": %d, \"threads\": %d}"
                .formatted(connections, occupied.rssKib(), occupied.heapKib(), occupied.threads()));
    }

    private static long[] busy(BareClient client, int millis) throws IOException {
        LongStream.Builder times = LongStream.builder();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            times.add(client.exchange());
        }
        return times.build().toArray();
    }

    private static List<Long> medians(List<long[]> windows) {
        return windows.stream()
                .map(window -> LongStream.of(window).sorted().toArray()[window.length / 2])
                .toList();
    }
}
