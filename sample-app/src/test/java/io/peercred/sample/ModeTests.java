package io.peercred.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

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
                .isEqualTo(new Mode(Kind.CALL, new Call.PlainCall(Command.INFO)));
        assertThat(Mode.of("--debug", "serve")).isEqualTo(new Mode(Kind.SERVE, null));
    }

    @Test
    void profileTakesAFileAndPerhapsADuration() {
        assertThat(Mode.of("call", "profile", "--output=x.jfr").call())
                .isEqualTo(new ProfileCall(Duration.ofSeconds(10), Path.of("x.jfr")));
        assertThat(Mode.of("call", "profile", "--duration=1m", "--output=x.jfr").call())
                .isEqualTo(new ProfileCall(Duration.ofMinutes(1), Path.of("x.jfr")));
    }

    @Test
    void explainTakesAnEndpointAUserAndPerhapsItsGroups() {
        assertThat(Mode.of("explain", "--uid=1001", "diagnostics").explainRequest())
                .isEqualTo(new ExplainRequest("diagnostics", 1001, List.of()));
        assertThat(Mode.of("--gid=1001,27", "explain", "diagnostics", "--uid=4294967294")
                        .explainRequest())
                .isEqualTo(new ExplainRequest("diagnostics", 4294967294L, List.of(1001L, 27L)));
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
                "call profile",
                "call profile --output",
                "call profile --output= --duration=2s",
                "call profile --output=a --output=b",
                "call profile --output=a --duration=",
                "call profile --output=a --duration=soon",
                "call profile --output=a --duration=0s",
                "call profile --output=a --duration=-2s",
                "call profile --output=a --duration=61s",
                "call profile --output=a --duration=99999999999999999999s",
                "call profile --output=a --duration=9223372036854775807d",
                "explain",
                "explain diagnostics",
                "explain diagnostics --uid",
                "explain diagnostics --uid 1001",
                "explain diagnostics --uid=bob",
                "explain diagnostics --uid=1,2",
                "explain diagnostics --uid=1 --uid=2",
                "explain diagnostics --uid=4294967295",
                "explain diagnostics --uid=1 --gid=",
                "explain diagnostics --uid=1 --gid=01",
                "explain --uid=1",
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
        assertThat(result.out())
                .contains("serve", "call COMMAND", "explain --uid=UID ENDPOINT", "ping", "info", "threads", "profile");
        for (Exit exit : Exit.values()) {
            assertThat(result.out()).contains(String.valueOf(exit.code()));
        }
    }
}
