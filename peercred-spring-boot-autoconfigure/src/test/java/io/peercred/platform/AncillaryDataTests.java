package io.peercred.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.SocketPair;

import static org.assertj.core.api.Assertions.assertThat;

/** What travels beside the bytes, and what the kernel says where nothing did. */
@Timeout(20)
class AncillaryDataTests {

    @TempDir
    Path directory;

    @AutoClose
    SocketPair pair;

    private final AncillaryData data = new AncillaryData(false);
    private final ByteBuffer target = ByteBuffer.allocateDirect(100);

    @BeforeEach
    void connect() throws IOException {
        this.pair = SocketPair.at(this.directory.resolve("s"));
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocateDirect(count);
    }

    @Test
    void theWriterIsThisProcess() throws IOException {
        UnixSockets.passCredentials(this.pair.accepted());
        this.data.send(this.pair.connected(), bytes(3), null);
        assertThat(this.data.receive(this.pair.accepted(), this.target)).isEqualTo(3);
        assertThat(this.target.position()).isEqualTo(3);
        assertThat(this.data.writer())
                .isEqualTo(new Ucred((int) ProcessHandle.current().pid(), (int) NativeSupport.effectiveUid(), (int)
                        NativeSupport.effectiveGid()));
    }

    @Test
    void ofBytesFromBeforeItWasAskedTheWriterIsUnknown() throws IOException {
        this.data.send(this.pair.connected(), bytes(3), null);
        UnixSockets.passCredentials(this.pair.accepted());
        this.data.receive(this.pair.accepted(), this.target);
        Ucred writer = this.data.writer();
        assertThat(writer).isNotNull();
        assertThat(UserNamespace.current().isUnknownWriter(writer)).isTrue();
    }

    @Test
    void atTheEndOfTheStreamThereIsNoWriter() throws IOException {
        UnixSockets.passCredentials(this.pair.accepted());
        UnixSockets.shutdown(this.pair.connected());
        assertThat(this.data.receive(this.pair.accepted(), this.target)).isZero();
        assertThat(this.data.writer()).isNull();
    }

    @Test
    void descriptorsWithoutRoomAreDiscardedAndThatIsSaid() throws IOException {
        UnixSockets.passCredentials(this.pair.accepted());
        this.data.send(this.pair.connected(), bytes(1), null, this.pair.listening());
        assertThat(this.data.receive(this.pair.accepted(), this.target)).isEqualTo(1);
        assertThat(this.data.isTruncated()).isTrue();
        assertThat(this.data.takeDescriptors()).isEmpty();
        this.data.send(this.pair.connected(), bytes(1), null);
        assertThat(this.data.receive(this.pair.accepted(), this.target)).isEqualTo(1);
        assertThat(this.data.isTruncated()).isFalse();
    }
}
