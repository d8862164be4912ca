package io.peercred.reliability;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a step has found: a line a figure, in {@code STEP.tsv}: name, value, unit, bound, {@code ok} or {@code FAILED}.
 * Written at once, so that what was found before a failure is kept. Safe for threads.
 */
final class Figures {

    private final Path file;
    private boolean failed;

    Figures(Path results, String step) throws IOException {
        this.file = results.resolve(step + ".tsv");
        Files.writeString(this.file, "");
    }

    /** A figure that is good whatever it is. */
    void report(String name, double value, String unit) throws IOException {
        write(name, value, unit, "-", true);
    }

    void atMost(String name, double value, String unit, double bound) throws IOException {
        write(name, value, unit, "<= " + text(bound), value <= bound);
    }

    void atLeast(String name, double value, String unit, double bound) throws IOException {
        write(name, value, unit, ">= " + text(bound), value >= bound);
    }

    /** A figure that says nothing has gone wrong. */
    void none(String name, double value) throws IOException {
        write(name, value, "", "= 0", value == 0);
    }

    /** Whether a figure was outside its bound; then the step fails, at its end. */
    synchronized boolean failed() {
        return this.failed;
    }

    private synchronized void write(String name, double value, String unit, String bound, boolean good)
            throws IOException {
        this.failed |= !good;
        String line = String.join("\t", name, text(value), unit, bound, good ? "ok" : "FAILED");
        Files.writeString(this.file, line + "\n", StandardOpenOption.APPEND);
    }

    private static String text(double value) {
        BigDecimal exact = BigDecimal.valueOf(value);
        BigDecimal rounded = exact.abs().compareTo(BigDecimal.valueOf(1000)) < 0
                ? exact.round(new MathContext(3))
                : exact.setScale(0, RoundingMode.HALF_UP);
        return rounded.stripTrailingZeros().toPlainString();
    }
}
