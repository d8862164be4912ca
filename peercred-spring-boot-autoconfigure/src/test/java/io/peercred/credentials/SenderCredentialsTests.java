package io.peercred.credentials;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SenderCredentialsTests {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2147483647L, 2147483648L, 4294967294L})
    void statesEveryIdThatCanBeSet(long id) {
        assertThat(SenderCredentials.of(id, 1)).isEqualTo(new SenderCredentials(id, 1L, null));
        assertThat(SenderCredentials.of(1, id)).isEqualTo(new SenderCredentials(1L, id, null));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 4294967295L, 4294967296L, 1L << 63})
    void statesNoOther(long id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SenderCredentials.of(id, 0))
                .withMessage("uid " + id + " is not between 0 and 4294967294");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SenderCredentials.of(0, id))
                .withMessage("gid " + id + " is not between 0 and 4294967294");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 2147483647L})
    void statesThePidOfAProcess(long pid) {
        assertThat(new SenderCredentials(null, null, pid).pid()).isEqualTo(pid);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 2147483648L, 4294967297L})
    void noOtherNumberIsAProcess(long pid) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SenderCredentials(0L, 0L, pid))
                .withMessage("pid " + pid + " is no process");
    }

    @Test
    void itsOwnAreNotStated() {
        assertThat(SenderCredentials.own()).isEqualTo(new SenderCredentials(null, null, null));
    }
}
