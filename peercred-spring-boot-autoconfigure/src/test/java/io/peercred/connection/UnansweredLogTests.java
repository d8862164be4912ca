package io.peercred.connection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Failures are the application's, and may be as odd as they like. */
@Timeout(10)
class UnansweredLogTests {

    @Test
    void theInnermostFailureIsTold() {
        Exception inner = new IllegalStateException("the disk is full");
        assertThat(UnansweredLog.describe(new IllegalArgumentException("secret", inner)))
                .startsWith("java.lang.IllegalStateException: the disk is full at "
                        + getClass().getName())
                .doesNotContain("secret");
    }

    @Test
    void causesThatGoRoundInACircleHaveAnEnd() {
        Exception one = new IllegalStateException("one");
        Exception other = new IllegalStateException("other", one);
        one.initCause(other);
        assertThat(UnansweredLog.describe(one)).contains("IllegalStateException: o");
    }

    @Test
    void oneThatCannotSayWhatItIsHasItsClass() {
        Exception odd = new IllegalStateException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String toString() {
                throw new UnsupportedOperationException("on purpose");
            }
        };
        assertThat(UnansweredLog.describe(odd)).startsWith(odd.getClass().getName() + " at ");
    }
}
