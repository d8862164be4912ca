package io.peercred.credentials;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.peercred.credentials.PeerProcessException.Reason;
import io.peercred.platform.Errno;
import io.peercred.platform.NativeFailures;

import static org.assertj.core.api.Assertions.assertThat;

/** Why a fact of a process cannot be read; root meets little of it. */
class PeerProcessFailureTests {

    private static PeerProcessException failure(IOException cause) {
        PeerProcessException failure = PeerProcess.failure("which program it runs", cause);
        assertThat(failure).hasMessageContaining("which program it runs").hasCause(cause);
        return failure;
    }

    static Stream<IOException> denials() {
        return Stream.of(
                new AccessDeniedException("/proc/1/exe"),
                NativeFailures.of(Errno.EACCES),
                NativeFailures.of(Errno.EPERM));
    }

    @ParameterizedTest
    @MethodSource("denials")
    void aRightThatIsMissingIsNamed(IOException cause) {
        assertThat(failure(cause).reason()).isEqualTo(Reason.NOT_PERMITTED);
        assertThat(failure(cause)).hasMessageContaining("CAP_SYS_PTRACE");
    }

    static Stream<IOException> absences() {
        return Stream.of(new NoSuchFileException("/proc/1/exe"), new FileNotFoundException("/proc/1/exe"));
    }

    @ParameterizedTest
    @MethodSource("absences")
    void whatIsNotThereMayBeHidden(IOException cause) {
        assertThat(failure(cause).reason()).isEqualTo(Reason.UNREADABLE);
        assertThat(failure(cause)).hasMessageContaining("hidepid");
    }

    static Stream<IOException> others() {
        return Stream.of(new IOException("odd"), NativeFailures.of(Errno.EINVAL), NativeFailures.of(Errno.ESRCH));
    }

    @ParameterizedTest
    @MethodSource("others")
    void whatElseTheSystemSaysIsNoDenial(IOException cause) {
        assertThat(failure(cause).reason()).isEqualTo(Reason.UNREADABLE);
        assertThat(failure(cause))
                .hasMessageContaining(String.valueOf(cause.getMessage()))
                .message()
                .doesNotContain("hidepid");
    }
}
