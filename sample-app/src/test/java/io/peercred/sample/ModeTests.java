package io.peercred.sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.sample.Mode.Kind;
import io.peercred.sample.Program.Result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ModeTests {

    @Test
    void noArgumentsAskForTheDemonstration() {
        assertThat(Mode.of()).isEqualTo(new Mode(Kind.DEMONSTRATION, null));
    }

    @Test
    void optionsMayStandAnywhere() {
        assertThat(Mode.of("--peercred.expected-uid=1", "call", "--duration=2s", "info"))
                .isEqualTo(new Mode(Kind.CALL, Command.INFO));
        assertThat(Mode.of("--debug", "serve")).isEqualTo(new Mode(Kind.SERVE, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "call --help", "serve nonsense --help"})
    void whoAsksForHelpGetsIt(String arguments) {
        assertThat(Mode.of(arguments.split(" "))).isEqualTo(new Mode(Kind.HELP, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "call",
                "call PING",
                "call ping info",
                "call nonsense",
                "call ping --duration 2s",
                "serve now",
                "ping",
                "-x",
                "--peercred.expected-uid=1"
            })
    void anythingElseIsWrongUsage(String arguments) {
        assertThatExceptionOfType(ExitException.class)
                .isThrownBy(() -> Mode.of(arguments.split(" ")))
                .satisfies(ex -> assertThat(ex.exit()).isEqualTo(Exit.USAGE))
                .withMessageContaining("--help");
    }

    @Test
    void helpNamesEachModeCommandAndExitCode() {
        Result result = Program.run("--help");
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("serve", "call COMMAND", "ping", "info", "threads");
        for (Exit exit : Exit.values()) {
            assertThat(result.out()).contains(String.valueOf(exit.code()));
        }
    }
}
