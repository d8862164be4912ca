package io.peercred.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;
import io.peercred.platform.AncillaryData;
import io.peercred.platform.Ucred;
import io.peercred.platform.UnixSockets;
import io.peercred.testing.Needs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What comes beside the bytes of frames, by real control messages. */
class FrameAncillaryTests {

    private static final Endpoint CLOCK = new Endpoint("clock", Direction.INBOUND, "@clock");
    private static final int PID = (int) ProcessHandle.current().pid();

    private final AncillaryData out = new AncillaryData(false);
    private final AncillaryData in = new AncillaryData(true);
    private int[] pair;

    @BeforeEach
    void connect() throws IOException {
        this.pair = UnixSockets.openPair();
    }

    @AfterEach
    void close() throws IOException {
        this.in.discardDescriptors();
        UnixSockets.close(this.pair[0]);
        UnixSockets.close(this.pair[1]);
    }

    private static FrameAncillary judging() {
        return new FrameAncillary(CLOCK, true, 0);
    }

    /** One byte, by this writer and beside as many descriptors. */
    private AncillaryData sent(@Nullable Ucred writer, int descriptors) throws IOException {
        int[] passed = new int[descriptors];
        Arrays.fill(passed, this.pair[1]);
        this.out.send(this.pair[1], ByteBuffer.allocateDirect(1), writer, passed);
        this.in.receive(this.pair[0], ByteBuffer.allocateDirect(1));
        return this.in;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 252})
    void asManyDescriptorsAsAreTakenComeAndNotOneMore(int max) throws IOException {
        FrameAncillary ancillary = new FrameAncillary(CLOCK, false, max);
        ancillary.arrived(sent(null, max));
        ancillary.beginFrame();
        try (ReceivedFiles files = ancillary.endFrame(false)) {
            assertThat(files.size()).isEqualTo(max);
        }
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> ancillary.arrived(sent(null, max + 1)))
                .withMessageContaining("than the " + max + " of max-file-descriptors");
        ancillary.close();
    }

    @Test
    void thoseOfSeveralReadsAddUp() throws IOException {
        FrameAncillary ancillary = new FrameAncillary(CLOCK, false, 2);
        ancillary.arrived(sent(null, 1));
        ancillary.beginFrame();
        ancillary.arrived(sent(null, 1));
        assertThatExceptionOfType(FrameException.class).isThrownBy(() -> ancillary.arrived(sent(null, 1)));
        long before = Resources.descriptors();
        ancillary.close();
        assertThat(Resources.descriptors()).isEqualTo(before - 3);
    }

    @Test
    void oneFrameTakesThemAndTheNextHasNone() throws IOException {
        FrameAncillary ancillary = new FrameAncillary(CLOCK, false, 1);
        ancillary.arrived(sent(null, 1));
        try (ReceivedFiles files = ancillary.endFrame(false)) {
            assertThat(files.size()).isEqualTo(1);
            assertThat(ancillary.endFrame(false).size()).isZero();
            ancillary.close();
            assertThat(files.descriptor(0).valid()).isTrue();
        }
    }

    @Test
    void thoseThatCameBesideTwoFramesAreNeithers() throws IOException {
        FrameAncillary ancillary = new FrameAncillary(CLOCK, false, 1);
        assertThat(ancillary.endFrame(true).size()).isZero();
        ancillary.arrived(sent(null, 1));
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> ancillary.endFrame(true))
                .withMessageContaining("beside the bytes of two frames");
        ancillary.close();
    }

    @Test
    void whatTheKernelHadNoRoomForIsRefused() throws IOException {
        AncillaryData small = new AncillaryData(false);
        int[] five = {this.pair[1], this.pair[1], this.pair[1], this.pair[1], this.pair[1]};
        this.out.send(this.pair[1], ByteBuffer.allocateDirect(1), null, five);
        small.receive(this.pair[0], ByteBuffer.allocateDirect(1));
        assertThat(small.isTruncated()).isTrue();
        FrameAncillary roomy = new FrameAncillary(CLOCK, false, 253);
        assertThatExceptionOfType(FrameException.class).isThrownBy(() -> roomy.arrived(small));
        roomy.close();
    }

    @Test
    void withoutWordOfTheKernelTheWriterIsNobody() throws IOException {
        FrameAncillary ancillary = judging();
        ancillary.arrived(sent(null, 0));
        assertThat(ancillary.beginFrame()).isNull();
        ancillary.arrived(sent(null, 0));
    }

    @Test
    void oneFrameHasOneWriterByUidGidAndPid() throws IOException {
        Needs.root();
        UnixSockets.passCredentials(this.pair[0]);
        Ucred writer = new Ucred(PID, -2, Integer.MIN_VALUE);
        for (Ucred other : new Ucred[] {
            new Ucred(PID, -3, Integer.MIN_VALUE),
            new Ucred(PID, -2, Integer.MAX_VALUE),
            new Ucred(1, -2, Integer.MIN_VALUE)
        }) {
            FrameAncillary ancillary = judging();
            ancillary.arrived(sent(writer, 0));
            assertThat(ancillary.beginFrame()).isEqualTo(writer);
            ancillary.arrived(sent(writer, 0));
            assertThatExceptionOfType(PeerRejectedException.class)
                    .isThrownBy(() -> ancillary.arrived(sent(other, 0)))
                    .withMessageContaining("begun by pid " + PID + " of uid 4294967294, continued by pid " + other.pid()
                            + " of uid " + Integer.toUnsignedString(other.uid()))
                    .satisfies(ex -> assertThat(ex.reason()).isEqualTo(Reason.SEVERAL_WRITERS));
        }
    }

    @Test
    void theNextFrameMayHaveAnother() throws IOException {
        Needs.root();
        UnixSockets.passCredentials(this.pair[0]);
        FrameAncillary ancillary = judging();
        ancillary.arrived(sent(new Ucred(PID, 1, 1), 0));
        ancillary.arrived(sent(new Ucred(PID, 2, 2), 0));
        assertThat(ancillary.beginFrame()).isEqualTo(new Ucred(PID, 2, 2));
        ancillary.endFrame(false);
        ancillary.arrived(sent(new Ucred(PID, 3, 3), 0));
        assertThat(ancillary.beginFrame()).isEqualTo(new Ucred(PID, 3, 3));
    }

    @Test
    void whereNobodyJudgesWritersTheyMayChange() throws IOException {
        Needs.root();
        UnixSockets.passCredentials(this.pair[0]);
        FrameAncillary ancillary = new FrameAncillary(CLOCK, false, 0);
        ancillary.arrived(sent(new Ucred(PID, 1, 1), 0));
        ancillary.beginFrame();
        ancillary.arrived(sent(new Ucred(PID, 2, 2), 0));
    }
}
