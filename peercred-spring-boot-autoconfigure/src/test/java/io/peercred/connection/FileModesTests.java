package io.peercred.connection;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.credentials.InvalidSettingException;
import io.peercred.credentials.PeerPolicy;
import io.peercred.platform.NativeSupport;
import io.peercred.platform.UserNamespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FileModesTests {

    private static final long OURS = NativeSupport.effectiveUid();
    private static final long OTHERS = 3_000_000_000L;

    private static int mode(Long... uids) {
        return FileModes.defaultMode(new PeerPolicy(Set.of(uids), Set.of(), new UserNamespace(true, 65534, 65534)));
    }

    @Test
    void nobodyElseNeedsToReachTheSocketOfOneWhoExpectsItselfOrRoot() {
        assertThat(mode(OURS)).isEqualTo(0600);
        assertThat(mode(0L)).isEqualTo(0600);
        assertThat(mode(OTHERS)).isEqualTo(0666);
        assertThat(mode(OURS, OTHERS)).isEqualTo(0666);
        assertThat(mode()).isEqualTo(0666);
    }

    @ParameterizedTest
    @CsvSource({"0000, ---------", "0777, rwxrwxrwx", "0660, rw-rw----", "0421, r---w---x", "0604, rw----r--"})
    void aModeIsDigitsOrLetters(String digits, String letters) {
        assertThat(FileModes.parse("p", digits)).isEqualTo(Integer.parseInt(digits, 8));
        assertThat(FileModes.parse("p", letters)).isEqualTo(Integer.parseInt(digits, 8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"660", "1777", "0800", "00660", "rw-rw---", "rw-rw-----", "wr-rw----", "rws------", "432", ""})
    void whatIsNeitherIsRefused(String value) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> FileModes.parse("p", value))
                .withMessage("p: '" + value + "' is not a file mode");
    }
}
