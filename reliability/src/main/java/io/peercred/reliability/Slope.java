package io.peercred.reliability;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** How fast something grows, by least squares. */
final class Slope {

    private Slope() {}

    /** Of {@code y} for each 1 of {@code x}; 0 where all have the same {@code x}. */
    static <T> double of(List<T> points, ToDoubleFunction<T> x, ToDoubleFunction<T> y) {
        double meanX = points.stream().mapToDouble(x).average().orElse(0);
        double meanY = points.stream().mapToDouble(y).average().orElse(0);
        double covariance = 0;
        double variance = 0;
        for (T point : points) {
            double fromMean = x.applyAsDouble(point) - meanX;
            covariance += fromMean * (y.applyAsDouble(point) - meanY);
            variance += fromMean * fromMean;
        }
        return variance == 0 ? 0 : covariance / variance;
    }
}
