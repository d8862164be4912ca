package io.peercred.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Runs the JMH benchmarks: {@code Comparisons RESULTS quick|full [NAME]}. */
public final class Comparisons {

    /** Short, so that what disturbs one side disturbs the others as well. */
    private static final int MILLIS = 300;

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    private Comparisons() {}

    public static void main(String[] args) throws Exception {
        Path results = Path.of(args[0]);
        List<Comparison> all = args[1].equals("quick") ? quick() : full();
        if (args.length > 2) {
            all = all.stream().filter(each -> each.name().equals(args[2])).toList();
        }
        int rounds = all.stream()
                .map(Comparison::rounds)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        long start = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
            for (Comparison each : all) {
                if (round < each.rounds()) {
                    System.err.printf(
                            "%4d s: %s, round %d of %d: %s%n",
                            (System.nanoTime() - start) / 1_000_000_000,
                            each.name(),
                            round + 1,
                            each.rounds(),
                            String.join(", ", each.values()));
                    each.run(round, results);
                }
            }
        }
    }

    private static List<Comparison> quick() {
        return List.of(
                trips("1-client", 1, 64, 5, 1, 7, 1, "bare", "si-tcp", "grpc", "template", "gateway"),
                trips("16-clients", 16, 64, 4, 1, 6, 1, "bare", "si-tcp-cached", "template"),
                trips("1-mib", 1, MIB, 2, 1, 6, 1, "bare", "template", "text"),
                trips("1-kib", 1, KIB, 3, 1, 6, 1, "template", "crlf"),
                connects(4, 16, 1));
    }

    private static List<Comparison> full() {
        String[] known = {"bare", "jdk", "si-tcp", "si-tcp-cached", "si-tls", "si-tls-cached", "grpc", "template"};
        String[] plotted = {"bare", "si-tcp-cached", "grpc", "template"};
        return List.of(
                trips("1-client", 1, 64, 12, 3, 25, 1, concat(known, "gateway")),
                trips("message", 1, 64, 10, 3, 25, 1, "template", "message"),
                trips("16-clients", 16, 64, 10, 3, 25, 1, known),
                trips("1-mib", 1, MIB, 6, 3, 20, 1, "bare", "jdk", "si-tcp", "si-tls", "grpc", "template", "text"),
                trips("1-kib", 1, KIB, 10, 3, 25, 1, "template", "crlf"),
                connects(15, 50, 2),
                trips("2-clients", 2, 64, 8, 2, 10, 1, plotted),
                trips("4-clients", 4, 64, 8, 2, 10, 1, plotted),
                trips("8-clients", 8, 64, 8, 2, 10, 1, plotted),
                trips("32-clients", 32, 64, 8, 2, 10, 1, plotted));
    }

    private static String[] concat(String[] known, String another) {
        String[] all = Arrays.copyOf(known, known.length + 1);
        all[known.length] = another;
        return all;
    }

    private static Comparison trips(
            String name,
            int clients,
            int size,
            int warmUpSeconds,
            int warmups,
            int iterations,
            int rounds,
            String... transports) {
        return new Comparison(
                name,
                RoundTrip.class,
                clients,
                size,
                "transport",
                List.of(transports),
                warmUpSeconds,
                warmups,
                iterations,
                MILLIS,
                rounds);
    }

    private static Comparison connects(int warmups, int iterations, int rounds) {
        return new Comparison(
                "verify",
                Connect.class,
                1,
                64,
                "verified",
                List.of("false", "true"),
                0,
                warmups,
                iterations,
                MILLIS,
                rounds);
    }
}
