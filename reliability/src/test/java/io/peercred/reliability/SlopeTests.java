package io.peercred.reliability;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SlopeTests {

    record Point(double x, double y) {}

    @Test
    void isThatOfTheLineThatIsNearest() {
        List<Point> points = List.of(new Point(0, 1), new Point(10, 21), new Point(20, 41), new Point(30, 61));
        assertThat(Slope.of(points, Point::x, Point::y)).isCloseTo(2, within(1e-9));
        List<Point> noise = List.of(new Point(0, 5), new Point(1, 4), new Point(2, 4), new Point(3, 5));
        assertThat(Slope.of(noise, Point::x, Point::y)).isCloseTo(0, within(1e-9));
    }

    @Test
    void isNoneWhereNothingHasHappened() {
        assertThat(Slope.of(List.of(new Point(1, 1), new Point(1, 9)), Point::x, Point::y))
                .isZero();
        assertThat(Slope.of(List.<Point>of(), Point::x, Point::y)).isZero();
    }
}
