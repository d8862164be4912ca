package io.peercred.reliability.lifecycle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TrialsTests {

    @TempDir
    Path directory;

    @Test
    void aFewSequencesGoAsTheModelSaysAndLeaveNothing() throws Exception {
        try (Trials trials = new Trials(this.directory)) {
            trials.warmUp(1, 2, 3);
            for (long seed = 101; seed <= 105; seed++) {
                assertThat(trials.make(seed)).isNull();
            }
            assertThat(trials.sequences()).isEqualTo(5);
            assertThat(trials.steps()).hasSizeGreaterThan(5);
        }
    }

    @Test
    void whatIsNotNeededForAFailureIsTakenAway() throws Exception {
        List<Move> moves = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            moves.add(new Move(Step.CALL, i));
        }
        Move first = new Move(Step.START, 1);
        Move second = new Move(Step.STOP, 1);
        moves.add(13, first);
        moves.add(37, second);
        assertThat(new Shrinking(shorter -> shorter.containsAll(List.of(first, second))).of(moves))
                .containsExactly(first, second);
    }
}
