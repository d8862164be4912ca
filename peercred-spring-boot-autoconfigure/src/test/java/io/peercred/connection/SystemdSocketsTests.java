package io.peercred.connection;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.peercred.connection.InheritedSocketException.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SystemdSocketsTests {

    private static SystemdSockets sockets(@Nullable String fds, @Nullable String pid, @Nullable String names) {
        Map<String, String> environment = Stream.of(
                        variable("LISTEN_FDS", fds), variable("LISTEN_PID", pid), variable("LISTEN_FDNAMES", names))
                .filter(Objects::nonNull)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new SystemdSockets(environment, 42);
    }

    private static Map.@Nullable Entry<String, String> variable(String name, @Nullable String value) {
        return value == null ? null : Map.entry(name, value);
    }

    @ParameterizedTest
    @CsvSource({
        "1, clock, true, 3",
        "1, clock, false, 3",
        "1, clock.socket, false, 3",
        "1, anything, true, 3",
        "1, '', true, 3",
        "1, , true, 3",
        "3, log:clock:x, false, 4",
        "3, log.socket:x:clock.socket, false, 5",
        "3, clock.socket:x:clock, false, 5",
        "3, clock.socket:clock:clock.socket, true, 4",
        "3, x:clock:x, true, 4",
        "3, :clock:, true, 4"
    })
    void itsNameThenItsUnitThenTheOnlyOne(String fds, @Nullable String names, boolean only, int expected)
            throws InheritedSocketException {
        assertThat(sockets(fds, "42", names).descriptor("clock", only)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        ", 42, , MISSING, has no LISTEN_FDS",
        "1, , , MISSING, has no LISTEN_PID",
        "0, 42, , MISSING, LISTEN_FDS is '0'",
        "1, 43, , OTHER_PROCESS, passed to process 43",
        "1, ' 42', , OTHER_PROCESS, passed to process",
        "1, 042, , OTHER_PROCESS, passed to process",
        "'', 42, , MALFORMED, LISTEN_FDS is ''",
        "-1, 42, , MALFORMED, LISTEN_FDS is '-1'",
        "+1, 42, , MALFORMED, LISTEN_FDS is '+1'",
        "one, 42, , MALFORMED, LISTEN_FDS is 'one'",
        "1048577, 42, , MALFORMED, LISTEN_FDS is",
        "99999999999, 42, , MALFORMED, LISTEN_FDS is",
        "٣, 42, , MALFORMED, LISTEN_FDS is",
        "2, 42, clock, MALFORMED, names 1",
        "1, 42, clock:log, MALFORMED, names 2",
        "2, 42, clock:clock, AMBIGUOUS, '[3, 4] are all named ''clock'''",
        "2, 42, , AMBIGUOUS, without names",
        "2, 42, log:other, AMBIGUOUS, 'named [log, other]'"
    })
    void whatIsWrongIsSaid(
            @Nullable String fds, @Nullable String pid, @Nullable String names, Reason reason, String words) {
        assertThatExceptionOfType(InheritedSocketException.class)
                .isThrownBy(() -> sockets(fds, pid, names).descriptor("clock", true))
                .withMessageStartingWith("Inbound endpoint 'clock' has no socket to listen at: ")
                .withMessageContaining(words)
                .satisfies(ex -> assertThat(ex.reason()).isEqualTo(reason));
    }

    @Test
    void whatIsSaidIsOneLineWhateverTheEnvironmentHolds() {
        String forged = "1\u0085\u009b2J\u2028\nERROR";
        assertThatExceptionOfType(InheritedSocketException.class)
                .isThrownBy(() -> sockets(forged, "42", null).descriptor("clock", true))
                .withMessageEndingWith("LISTEN_FDS is '1??2J??ERROR'");
        assertThatExceptionOfType(InheritedSocketException.class)
                .isThrownBy(() -> sockets("1", forged, null).descriptor("clock", true))
                .withMessageContaining("process 1??2J??ERROR,");
        assertThatExceptionOfType(InheritedSocketException.class)
                .isThrownBy(() -> sockets("1", "42", forged).descriptor("clock", false))
                .withMessageContaining("[1??2J??ERROR]");
    }

    @Test
    void aSingleSocketIsNobodysWhereSeveralEndpointsWaitForOne() {
        assertThatExceptionOfType(InheritedSocketException.class)
                .isThrownBy(() -> sockets("1", "42", "unknown").descriptor("clock", false))
                .withMessageContaining("1 was passed, named [unknown], none of which is named 'clock'");
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "2, 4", "1048575, 1048577", "1048576, 1048578"})
    void asManyAsAProcessCanHaveMayBePassed(int count, int last) throws InheritedSocketException {
        String names = "x:".repeat(count - 1) + "clock";
        assertThat(sockets(Integer.toString(count), "42", names).descriptor("clock", false))
                .isEqualTo(last);
    }

    @ParameterizedTest
    @CsvSource({"1048577", "9999999", "4294967297"})
    void oneMoreIsMalformed(String count) {
        assertThatExceptionOfType(InheritedSocketException.class)
                .isThrownBy(() -> sockets(count, "42", null).descriptor("clock", true))
                .satisfies(ex -> assertThat(ex.reason()).isEqualTo(Reason.MALFORMED));
    }

    @Test
    void whatIsSaidOfThemIsFitForALine() {
        assertThatExceptionOfType(InheritedSocketException.class)
                .isThrownBy(() -> sockets("2", "42", "a\nb:c").descriptor("clock", true))
                .withMessageContaining("2 were passed, named [a?b, c]");
    }
}
