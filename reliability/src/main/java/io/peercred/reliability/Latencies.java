package io.peercred.reliability;

import java.io.IOException;

import org.HdrHistogram.Histogram;

/** Latencies of one kind of callers, without and with the attack. */
record Latencies(String callers, Histogram quiet, Histogram attacked) {

    void report(Figures figures) throws IOException {
        for (double percentile : new double[] {50, 99, 100}) {
            String name = (percentile == 50 ? "median" : percentile == 100 ? "maximum" : "99th percentile") + ", "
                    + this.callers;
            double quietMillis = millis(this.quiet, percentile);
            double attackedMillis = millis(this.attacked, percentile);
            figures.report(name + ", without the attack", quietMillis, "ms");
            figures.report(name + ", with it", attackedMillis, "ms");
            if (percentile == 99) {
                figures.report(name + ", with it against without", attackedMillis / quietMillis, "times");
            }
        }
    }

    private static double millis(Histogram latencies, double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }
}
