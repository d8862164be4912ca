package io.peercred.credentials;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OneLineTests {

    @Test
    void whatEndsALineOrControlsATerminalIsAQuestionMark() {
        assertThat(OneLine.of("a\nb\rc\u001b[31md\u0085e\u2028f\u2029g\0h")).isEqualTo("a?b?c?[31md?e?f?g?h");
        assertThat(OneLine.of("öÿ \u00a0 ~")).isEqualTo("öÿ \u00a0 ~");
    }

    @Test
    void fiveHundredCharactersAreWholeAndOneMoreIsCut() {
        assertThat(OneLine.bounded("\n" + "x".repeat(499))).isEqualTo("?" + "x".repeat(499));
        assertThat(OneLine.bounded("x".repeat(501))).isEqualTo("x".repeat(500) + "…");
    }
}
