package io.peercred.connection;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerPin;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.credentials.PeerVerification;
import io.peercred.credentials.ProcessPolicy;
import io.peercred.platform.Errno;
import io.peercred.platform.NativeFailures;
import io.peercred.testing.Needs;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

@Timeout(30)
class ProcessCheckTests {

    private static final int NO_SOCKET = 1 << 20;

    @BeforeEach
    void needsPinning() {
        Needs.pinning();
    }

    private static PeerVerification verification(ProcessPolicy process) {
        return TestSettings.at("@none").process(process).inbound().verification();
    }

    @Test
    void aProcessThatIsNotAskedForNeedNotBeKnown() {
        assertThat(ProcessCheck.judge(NO_SOCKET, PeerCredentials.self(), verification(ProcessPolicy.NONE), true))
                .isNull();
    }

    @Test
    void oneThatIsAskedForMustBe() {
        for (ProcessPolicy each : List.of(
                new ProcessPolicy(Set.of(), Set.of("a.service"), false), new ProcessPolicy(Set.of(), Set.of(), true))) {
            assertThatExceptionOfType(PeerRejectedException.class)
                    .isThrownBy(() -> ProcessCheck.judge(NO_SOCKET, PeerCredentials.self(), verification(each), true))
                    .satisfies(ex -> assertThat(ex.reason()).isEqualTo(Reason.PROCESS_UNKNOWN))
                    .satisfies(ex -> assertThat(ex.peer()).isEqualTo(PeerCredentials.self()));
        }
    }

    @Test
    void aConnectionThatCannotEndWithItsPeerEndsAtOnce() {
        CountDownLatch closed = new CountDownLatch(1);
        assertThatIOException()
                .isThrownBy(() -> ProcessCheck.endWithPeer(null, closed::countDown, () -> {}))
                .withMessage("The peer's process cannot be watched");
        assertThat(closed.getCount()).isZero();
    }

    @Test
    void anExitIsTold() throws Exception {
        CountDownLatch exited = new CountDownLatch(1);
        try (PeerPin gone = new PeerPin(() -> {
            throw NativeFailures.of(Errno.ESRCH);
        })) {
            ProcessCheck.endWithPeer(
                    gone,
                    () -> {
                        throw new AssertionError("closed");
                    },
                    exited::countDown);
            assertThat(exited.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aHoldIsEndedWhereThereIsOne() throws IOException {
        ProcessCheck.close(null);
        PeerPin pin = new PeerPin(() -> {
            throw NativeFailures.of(Errno.ESRCH);
        });
        ProcessCheck.close(pin);
        assertThatIOException().isThrownBy(pin::exit).withMessageContaining("The connection is closed");
    }
}
