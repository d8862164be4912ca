package io.peercred.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.peercred.credentials.PeerCredentialVerifier;
import io.peercred.platform.NativeSupport;
import io.peercred.testing.Needs;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** The file of a socket that listens, and the line in the log that says who may use it. */
@ExtendWith(OutputCaptureExtension.class)
class SocketFileTests {

    @TempDir
    Path directory;

    @BeforeEach
    void letOthersReachTheSocket() throws Exception {
        Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwx--x--x"));
    }

    private ApplicationContextRunner runner(String... properties) {
        return Contexts.with(properties)
                .withPropertyValues(
                        "peercred.inbound.clock.path=" + this.directory.resolve("clock"),
                        "peercred.inbound.clock.request-channel=nullChannel")
                .withBean("office", PeerCredentialVerifier.class, () -> (peer, endpoint) -> {});
    }

    private String mode() throws Exception {
        return Integer.toOctalString((Integer) Files.getAttribute(this.directory.resolve("clock"), "unix:mode") & 0777);
    }

    @ParameterizedTest
    @CsvSource({
        "expected-uid=self, 600",
        "expected-user=root, 600",
        "'expected-uid=self,0', 600",
        "'expected-uid=self,3000000001', 666",
        "expected-uid=3000000001, 666",
        "expected-gid=0, 666",
        "verifier=office, 666",
    })
    void theModeIsOpenOnlyWhereOthersAreExpected(String policy, String mode) {
        runner("peercred." + policy).run(context -> assertThat(mode()).isEqualTo(mode));
    }

    @Test
    void aGroupBesidesTheOwnUserLeavesTheModeClosed() {
        runner("peercred.expected-uid=self", "peercred.expected-gid=0")
                .run(context -> assertThat(mode()).isEqualTo("600"));
    }

    @Test
    void theConfiguredModeIsTheFiles() {
        runner("peercred.expected-uid=self", "peercred.inbound.clock.file-mode=rw-rw----")
                .run(context -> assertThat(mode()).isEqualTo("660"));
    }

    @Test
    void aLineSaysWhoIsExpectedAndWhoseTheFileIs(CapturedOutput output, Warnings warnings) {
        Needs.root();
        warnings.allow("uid 3000000000 is expected, but cannot connect");
        runner(
                        "peercred.expected-uid=3000000000",
                        "peercred.expected-user=root",
                        "peercred.expected-gid=1",
                        "peercred.inbound.clock.file-mode=0660",
                        "peercred.inbound.clock.file-owner=daemon",
                        "peercred.inbound.clock.file-group=100")
                .run(context -> assertThat(output.getOut().lines())
                        .filteredOn(line -> line.contains("Listening"))
                        .singleElement()
                        .asString()
                        .contains(
                                "INFO",
                                "Listening at inbound endpoint 'clock' (" + this.directory.resolve("clock") + ")",
                                "mode 0660, owner 1:100; expects ",
                                "uid 0 (root)",
                                "uid 3000000000",
                                "in gid 1 (daemon)",
                                "verified by 'office'"));
    }

    @Test
    void aLineOfAnOrdinaryEndpointNamesThisUser(CapturedOutput output) {
        runner("peercred.expected-uid=self").run(context -> assertThat(output.getOut())
                .contains("mode 0600, owner " + NativeSupport.effectiveUid() + ":" + NativeSupport.effectiveGid()
                        + "; expects uid " + NativeSupport.effectiveUid()));
    }
}
