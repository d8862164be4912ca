package io.peercred.connection;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.newsclub.net.unix.FileDescriptorCast;

import io.peercred.credentials.SenderCredentials;
import io.peercred.platform.NativeSupport;
import io.peercred.platform.Ucred;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What goes beside the bytes of a message: ids, files and the headers of a trace. */
class FrameTests {

    private static final int PID = (int) ProcessHandle.current().pid();
    private static final int UID = (int) NativeSupport.effectiveUid();
    private static final int GID = (int) NativeSupport.effectiveGid();

    private static Frame frame(@Nullable SenderCredentials sender, List<FileDescriptor> files) throws FrameException {
        return Frame.of(new OutgoingMessage(new byte[] {'x'}, sender, files), Frames.codec("length-header"), 1);
    }

    @Test
    void whatIsNotStatedIsTheProcesssOwn() throws FrameException {
        assertThat(frame(SenderCredentials.own(), List.of()).sender()).isEqualTo(new Ucred(PID, UID, GID));
        assertThat(frame(SenderCredentials.of(4_294_967_294L, 2_147_483_648L), List.of())
                        .sender())
                .isEqualTo(new Ucred(PID, -2, Integer.MIN_VALUE));
        assertThat(frame(new SenderCredentials(null, 7L, 2_147_483_647L), List.of())
                        .sender())
                .isEqualTo(new Ucred(Integer.MAX_VALUE, UID, 7));
        assertThat(frame(new SenderCredentials(7L, null, 1L), List.of()).sender())
                .isEqualTo(new Ucred(1, 7, GID));
        assertThat(frame(null, List.of()).sender()).isNull();
    }

    @Test
    void aPlainFrameIsBytesAlone() throws IOException {
        try (FileInputStream file = new FileInputStream("/dev/null")) {
            assertThat(frame(null, List.of()).isPlain()).isTrue();
            assertThat(frame(SenderCredentials.own(), List.of()).isPlain()).isFalse();
            assertThat(frame(null, List.of(file.getFD())).isPlain()).isFalse();
        }
    }

    @Test
    void theKernelPassesTwoHundredAndFiftyThreeFilesAndNotOneMore() throws IOException {
        try (FileInputStream file = new FileInputStream("/dev/null")) {
            int number = FileDescriptorCast.using(file.getFD()).as(Integer.class);
            assertThat(frame(null, Collections.nCopies(253, file.getFD())).descriptors())
                    .hasSize(253)
                    .containsOnly(number);
            assertThatExceptionOfType(FrameException.class)
                    .isThrownBy(() -> frame(null, Collections.nCopies(254, file.getFD())))
                    .withMessageContaining("254 files, more than the 253");
        }
        assertThat(frame(null, List.of()).descriptors()).isEmpty();
    }

    @Test
    void aFileThatWasClosedIsNotSent() throws IOException {
        FileInputStream file = new FileInputStream("/dev/null");
        Frame frame = frame(null, List.of(file.getFD()));
        file.close();
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(frame::descriptors)
                .withMessageContaining("closed");
    }

    @Test
    void aTraceGoesAheadAndTheRestStaysAsItWas() throws IOException {
        Frame frame = frame(SenderCredentials.own(), List.of());
        assertThat(frame.behind(Map.of())).isSameAs(frame);
        Frame traced = frame.behind(Map.of("b3", "0"));
        assertThat(traced.sender()).isEqualTo(frame.sender());
        ByteBuffer[] parts = traced.parts();
        assertThat(parts).hasSize(frame.parts().length + 1).endsWith(frame.parts());
        assertThat(parts[0]).isEqualTo(RequestHead.encode(Map.of("b3", "0")));
    }

    @Test
    void anErrorFrameIsPlain() {
        Frame error = Frame.of(ErrorCode.values()[0]);
        assertThat(error.isPlain()).isTrue();
        assertThat(error.parts()).containsExactly(ErrorCode.values()[0].frame());
    }
}
