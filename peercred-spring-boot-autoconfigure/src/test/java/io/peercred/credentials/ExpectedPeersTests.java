package io.peercred.credentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.platform.UserNamespace;
import io.peercred.testing.Needs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ExpectedPeersTests {

    private static final String SHELL = "/bin/sh";
    private static final ExpectedProcesses NO_PINNING = new ExpectedProcesses(() -> false);

    @TempDir
    Path directory;

    private static Expectations expected(@Nullable List<String> executables, @Nullable List<String> units) {
        return new Expectations(List.of("7"), null, List.of("8"), null, executables, units);
    }

    @Test
    void whoIsExpectedIsThePolicy() {
        assertThat(ExpectedPeers.policy("p.", expected(null, null)))
                .isEqualTo(new PeerPolicy(Set.of(7L), Set.of(8L), UserNamespace.current()));
    }

    @Test
    void whatIsAskedOfTheProcessStandsBesideIt() {
        Needs.pinning();
        ProcessPolicy policy =
                ExpectedPeers.processPolicy("p.", expected(List.of(SHELL), List.of("a.service", "b@1.service")), true);
        assertThat(policy.executables()).containsExactly(Path.of(SHELL));
        assertThat(policy.units()).containsExactlyInAnyOrder("a.service", "b@1.service");
        assertThat(policy.mustLive()).isTrue();
        assertThat(ExpectedPeers.processPolicy("p.", expected(null, null), false))
                .isEqualTo(ProcessPolicy.NONE);
    }

    @Test
    void whichKeyOfAPairIsSetMattersNot() {
        List<String> any = List.of("0");
        assertThat(new Expectations(any, null, null, null, null, null).hasUsers())
                .isTrue();
        assertThat(new Expectations(null, any, null, null, null, null).hasUsers())
                .isTrue();
        assertThat(new Expectations(null, null, any, any, any, any).hasUsers()).isFalse();
        assertThat(new Expectations(null, null, any, null, null, null).hasGroups())
                .isTrue();
        assertThat(new Expectations(null, null, null, any, null, null).hasGroups())
                .isTrue();
        assertThat(new Expectations(any, any, null, null, any, any).hasGroups()).isFalse();
    }

    @Test
    void aKernelThatCannotTellTheProcessIsNamed() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> NO_PINNING.requirePinning("p.expected-unit"))
                .withMessageContainingAll("p.expected-unit: ", "Linux 6.5");
        new ExpectedProcesses(() -> true).requirePinning("p.expected-unit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "./sh", "/none/there", "/tmp", "/bin/s\0h"})
    void anExecutableIsTheAbsolutePathOfAFile(String value) throws IOException {
        Files.createFile(this.directory.resolve("sh"));
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> ExpectedProcesses.executables("p", List.of(SHELL, value)))
                .withMessage("p: '" + value + "' is not the absolute path of a file that is there");
    }

    /** Relative to the directory of the process there is one, which must make no difference. */
    @Test
    void aRelativePathIsNoneThoughThereIsSuchAFile() throws IOException {
        Path file = Files.createFile(this.directory.resolve("program"));
        Path relative = Path.of("").toAbsolutePath().relativize(file);
        assertThat(Files.isRegularFile(relative)).isTrue();
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> ExpectedProcesses.executables("p", List.of(relative.toString())));
        assertThat(ExpectedProcesses.executables("p", List.of(file.toString()))).containsExactly(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "backup.slice", "backup@.service"})
    void aUnitIsOneThatProcessesBelongTo(String value) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> ExpectedProcesses.units("p", List.of("a.service", value)))
                .withMessageContaining("p: '" + value + "' is not the name of a unit");
    }

    @Test
    void whatIsSetButEmptyExpectsNobody() {
        for (List<String> empty : List.of(List.<String>of(), List.of(" "), List.of(SHELL, ""))) {
            assertThatExceptionOfType(InvalidSettingException.class)
                    .isThrownBy(() -> ExpectedProcesses.executables("p", empty))
                    .satisfies(ex -> assertThat(ex.problem()).startsWith("is set but empty"))
                    .satisfies(ex -> assertThat(ex.action()).contains("p=/usr/bin/backup"));
        }
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> ExpectedProcesses.units("p", List.of()))
                .satisfies(ex -> assertThat(ex.action()).contains("p=backup.service"));
        assertThat(ExpectedProcesses.units("p", null)).isEmpty();
        assertThat(ExpectedProcesses.executables("p", null)).isEmpty();
    }

    @Test
    void whatTheKernelCannotTellIsNotAsked() {
        assertThat(ExpectedPeers.processPolicy(NO_PINNING, "p.", expected(null, null), false))
                .isEqualTo(ProcessPolicy.NONE);
        assertNeedsPinning("p.expected-executable", expected(List.of(SHELL), null), false);
        assertNeedsPinning("p.expected-unit", expected(null, List.of("a.service")), false);
        assertNeedsPinning("p.close-when-peer-exits", expected(null, null), true);
    }

    private static void assertNeedsPinning(String key, Expectations expected, boolean mustLive) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> ExpectedPeers.processPolicy(NO_PINNING, "p.", expected, mustLive))
                .satisfies(ex -> assertThat(ex.key()).isEqualTo(key));
    }
}
