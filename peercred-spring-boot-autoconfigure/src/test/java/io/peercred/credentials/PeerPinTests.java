package io.peercred.credentials;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.credentials.PeerProcessException.Reason;
import io.peercred.platform.Errno;
import io.peercred.platform.NativeFailures;
import io.peercred.platform.PidFd;
import io.peercred.platform.UnixSockets;
import io.peercred.testing.Needs;

import static io.peercred.credentials.TestPeers.pinOfThisProcess;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a hold makes of the system's answers. */
class PeerPinTests {

    @BeforeEach
    void needsPinning() {
        Needs.pinning();
    }

    /** What the question about a reaped process comes to before Linux 6.16. */
    @ParameterizedTest
    @ValueSource(ints = {Errno.EINVAL, Errno.ESRCH})
    void aProcessThatWasReapedHasExited(int errno) throws Exception {
        try (PeerPin pin = new PeerPin(() -> {
            throw NativeFailures.of(errno);
        })) {
            assertThat(pin.hasExited()).isTrue();
            assertThat(pin.process().isAlive()).isFalse();
            assertFails(Reason.EXITED, pin::pid);
            pin.exit().get(10, TimeUnit.SECONDS);
            pin.process().onExit().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatElseTheSystemSaysIsNoExit() throws IOException {
        try (PeerPin pin = new PeerPin(() -> PidFd.ofPeer(1 << 20))) {
            assertFails(Reason.UNREADABLE, pin::hasExited);
            assertFails(Reason.UNREADABLE, pin::pid);
            assertFails(Reason.UNREADABLE, pin::exit);
        }
        try (PeerPin pin = new PeerPin(() -> {
            throw new IOException("closed");
        })) {
            assertFails(Reason.UNREADABLE, pin::hasExited);
        }
    }

    @Test
    void isAskedForOnce() throws IOException {
        int[] asked = new int[1];
        int[] pair = UnixSockets.openPair();
        try (PeerPin pin = new PeerPin(() -> {
            asked[0]++;
            return PidFd.ofPeer(pair[0]);
        })) {
            assertThat(pin.pid()).isEqualTo((int) ProcessHandle.current().pid());
            assertThat(pin.pid()).isEqualTo((int) ProcessHandle.current().pid());
            assertThat(asked[0]).isEqualTo(1);
        } finally {
            UnixSockets.close(pair[0]);
            UnixSockets.close(pair[1]);
        }
    }

    @Test
    void endsWithItsConnection() throws IOException {
        PeerPin pin = pinOfThisProcess();
        assertThat(pin.process().isAlive()).isTrue();
        CompletableFuture<?> exit = pin.exit();
        assertThat(exit).isNotDone();
        pin.close();
        assertThat(exit).isCancelled();
        assertFails(Reason.CLOSED, pin::hasExited);
        assertFails(Reason.CLOSED, pin::pid);
        assertFails(Reason.CLOSED, pin::exit);
    }

    @Test
    void aHoldThatIsLostIsNoExit() throws IOException {
        PidFd[] opened = new PidFd[1];
        int[] pair = UnixSockets.openPair();
        try (PeerPin pin = new PeerPin(() -> {
            opened[0] = PidFd.ofPeer(pair[0]);
            opened[0].close();
            return opened[0];
        })) {
            assertFails(Reason.UNREADABLE, pin::hasExited);
            assertFails(Reason.UNREADABLE, pin::pid);
            assertFails(Reason.UNREADABLE, pin::exit);
        } finally {
            UnixSockets.close(pair[0]);
            UnixSockets.close(pair[1]);
        }
    }

    private static void assertFails(Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(PeerProcessException.class)
                .isThrownBy(call)
                .satisfies(ex -> assertThat(ex.reason()).isEqualTo(reason))
                .satisfies(ex -> assertThat(ex).message().isNotBlank());
    }

    /** By another thread, in the middle of a question. */
    @Test
    void aQuestionThatTheEndOvertakesIsSaidToBe() {
        PeerPin[] pin = new PeerPin[1];
        pin[0] = new PeerPin(() -> {
            pin[0].close();
            throw new IOException("closed");
        });
        assertFails(Reason.CLOSED, pin[0]::hasExited);
    }
}
