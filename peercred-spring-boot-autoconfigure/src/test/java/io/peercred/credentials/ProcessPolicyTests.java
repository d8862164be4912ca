package io.peercred.credentials;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.platform.Errno;
import io.peercred.platform.NativeFailures;
import io.peercred.testing.Needs;

import static io.peercred.credentials.TestPeers.CLOCK;
import static io.peercred.credentials.TestPeers.peer;
import static io.peercred.credentials.TestPeers.pinOfThisProcess;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A policy about processes, judging this one. */
class ProcessPolicyTests {

    private static final Path OTHER = Path.of("/bin/sh");
    private static final Path MISSING = Path.of("/none/there");

    @BeforeEach
    void needsPinning() {
        Needs.pinning();
    }

    private static Path ours() throws IOException {
        return Path.of("/proc/self/exe").toRealPath();
    }

    private static ProcessPolicy running(Path... files) {
        return new ProcessPolicy(Set.of(files), Set.of(), false);
    }

    private static ProcessPolicy in(String... units) {
        return new ProcessPolicy(Set.of(), Set.of(units), false);
    }

    private static @Nullable PeerRejectedException rejection(ProcessPolicy policy, @Nullable PeerProcess process) {
        return catchThrowableOfType(PeerRejectedException.class, () -> policy.verify(peer(1001, 100), process, CLOCK));
    }

    private static void assertRejected(Reason reason, ProcessPolicy policy, @Nullable PeerProcess process) {
        PeerRejectedException rejection = rejection(policy, process);
        assertThat(rejection).isNotNull();
        assertThat(rejection.reason()).isEqualTo(reason);
        assertThat(rejection.peer()).isEqualTo(peer(1001, 100));
        assertThat(rejection.endpoint()).isEqualTo(CLOCK);
    }

    @Test
    void whereNothingIsAskedTheProcessNeedNotBeKnown() {
        assertThat(rejection(ProcessPolicy.NONE, null)).isNull();
        assertThat(ProcessPolicy.NONE.isEmpty()).isTrue();
        assertThat(ProcessPolicy.NONE.describe()).isEmpty();
    }

    @Test
    void whereAnythingIsAskedItMustBeKnown() {
        for (ProcessPolicy each :
                Set.of(running(OTHER), in("a.service"), new ProcessPolicy(Set.of(), Set.of(), true))) {
            assertThat(each.isEmpty()).isFalse();
            assertRejected(Reason.PROCESS_UNKNOWN, each, null);
        }
    }

    @Test
    void oneOfTheFilesIsEnough() throws IOException {
        try (PeerPin pin = pinOfThisProcess()) {
            assertThat(rejection(running(ours()), pin.process())).isNull();
            assertThat(rejection(running(OTHER, MISSING, ours()), pin.process()))
                    .isNull();
            assertThat(rejection(new ProcessPolicy(Set.of(), Set.of(), true), pin.process()))
                    .isNull();
        }
    }

    @Test
    void whoRunsNoneOfThemIsRejectedAndToldWhatItRuns() throws IOException {
        try (PeerPin pin = pinOfThisProcess()) {
            assertRejected(Reason.EXECUTABLE_NOT_EXPECTED, running(OTHER), pin.process());
            assertThat(rejection(running(OTHER), pin.process()))
                    .hasMessageContaining("expected /bin/sh; it runs what it calls " + ours());
            assertThat(rejection(running(OTHER, MISSING), pin.process()))
                    .hasMessageContaining(
                            "expected /bin/sh or /none/there (of which cannot be opened: /none/there); it runs");
        }
    }

    @Test
    void theFileDoesNotMakeUpForTheUnit() throws IOException {
        try (PeerPin pin = pinOfThisProcess()) {
            String unit = pin.process().unit();
            ProcessPolicy both = new ProcessPolicy(Set.of(ours()), Set.of("no-such.service"), false);
            assertRejected(Reason.UNIT_NOT_EXPECTED, both, pin.process());
            assertRejected(Reason.UNIT_NOT_EXPECTED, in("no-such.service"), pin.process());
            assertThat(rejection(in("a.service", "b.service"), pin.process()))
                    .hasMessageContaining("expected a.service or b.service; it is in "
                            + (unit == null ? "no unit of the system manager" : unit));
        }
    }

    @Test
    void whatCannotBeReadIsNoReasonToAccept() throws IOException {
        PeerPin closed = pinOfThisProcess();
        closed.close();
        assertRejected(Reason.EXECUTABLE_NOT_READABLE, running(ours()), closed.process());
        assertRejected(Reason.UNIT_NOT_READABLE, in("a.service"), closed.process());
    }

    @Test
    void saysInWordsWhatItAsks() {
        assertThat(new ProcessPolicy(Set.of(OTHER), Set.of("b.service", "a.service"), true).describe())
                .isEqualTo("running /bin/sh, in a.service or b.service, while its process lives");
        assertThat(new ProcessPolicy(Set.of(), Set.of(), true).describe()).isEqualTo("while its process lives");
    }

    @Test
    void aProcessThatHasExitedIsSaidToHave() throws IOException {
        try (PeerPin gone = new PeerPin(() -> {
            throw NativeFailures.of(Errno.ESRCH);
        })) {
            assertRejected(Reason.PROCESS_EXITED, running(ours()), gone.process());
            assertRejected(Reason.PROCESS_EXITED, in("a.service"), gone.process());
        }
    }
}
