package io.peercred.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.platform.AncillaryData;
import io.peercred.platform.UnixSockets;
import io.peercred.testing.SocketPair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What becomes of descriptors whose reader is interrupted. */
@Timeout(20)
class AncillaryChannelTests {

    @TempDir
    Path directory;

    @AutoClose
    SocketPair pair;

    private final ByteBuffer target = ByteBuffer.allocateDirect(100);
    private AncillaryChannel channel;

    @BeforeEach
    void connect() throws IOException {
        this.pair = SocketPair.at(this.directory.resolve("s"));
        this.channel = new AncillaryChannel(
                new Descriptor(this.pair.accepted(), this.pair.server().getFileDescriptor(), UnixSockets::close), true);
        // Resources are counted, and what counting them takes is taken now.
        assertThat(Resources.descriptors()).isPositive();
    }

    @AfterEach
    void forgetTheInterruption() {
        assertThat(Thread.interrupted()).isFalse();
    }

    private void send() throws IOException {
        new AncillaryData(false).send(this.pair.connected(), ByteBuffer.allocateDirect(1), null, this.pair.listening());
    }

    @Test
    void whatCameWithAReadThatWasInterruptedIsClosed() throws IOException {
        send();
        long before = Resources.descriptors();
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(ClosedByInterruptException.class).isThrownBy(() -> this.channel.read(this.target));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(this.target.position()).as("came").isEqualTo(1);
        assertThat(Resources.descriptors()).isEqualTo(before);
    }

    @Test
    void whatNobodyHasTakenIsClosedByTheNextRead() throws IOException {
        long before = Resources.descriptors();
        send();
        assertThat(this.channel.read(this.target)).isEqualTo(1);
        assertThat(Resources.descriptors()).isEqualTo(before + 1);
        send();
        assertThat(this.channel.read(this.target)).isEqualTo(1);
        assertThat(Resources.descriptors()).isEqualTo(before + 1);
    }

    /** What was taken has an owner, and its number perhaps another file. */
    @Test
    void whatWasTakenIsNot() throws IOException {
        send();
        assertThat(this.channel.read(this.target)).isEqualTo(1);
        assertThat(this.channel.data().takeDescriptors()).hasSize(1);
        long before = Resources.descriptors();
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(ClosedByInterruptException.class).isThrownBy(() -> this.channel.read(this.target));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Resources.descriptors()).isEqualTo(before);
    }

    @Test
    void aFullBufferIsNotTheEndOfTheStream() throws IOException {
        send();
        assertThat(this.channel.read(this.target.limit(0))).isZero();
        assertThat(this.channel.read(this.target.limit(1))).isEqualTo(1);
    }
}
