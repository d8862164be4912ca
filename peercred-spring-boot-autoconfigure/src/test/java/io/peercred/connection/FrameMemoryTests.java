package io.peercred.connection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Arrays;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Memory grows with what has arrived, whatever was announced or is allowed. */
class FrameMemoryTests {

    private static final int GIGABYTE = 1 << 30;

    @Test
    void anAnnouncedGigabyteOfWhichTenBytesArriveCostsLittle() throws IOException {
        byte[] bytes = ByteBuffer.allocate(14).putInt(GIGABYTE).array();
        assertThat(allocatedBy("length-header", bytes)).isLessThan(1 << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"crlf", "lf", "nul"})
    void aFrameWithoutEndCostsWhatArrived(String codec) throws IOException {
        byte[] bytes = new byte[10];
        Arrays.fill(bytes, (byte) 'a');
        assertThat(allocatedBy(codec, bytes)).isLessThan(1 << 20);
    }

    private static long allocatedBy(String codec, byte[] bytes) {
        cut(codec, bytes); // Loads what must be loaded.
        FrameInput input = input(bytes);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        cut(codec, input);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static void cut(String codec, byte[] bytes) {
        cut(codec, input(bytes));
    }

    private static void cut(String codec, FrameInput input) {
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> Frames.codec(codec).decode(input))
                .withMessageContaining("within a frame");
    }

    private static FrameInput input(byte[] bytes) {
        return new FrameInput(
                Channels.newChannel(new ByteArrayInputStream(bytes))::read,
                ByteBuffer.allocateDirect(1 << 14),
                GIGABYTE);
    }

    @Test
    void aLargeFrameCostsAFewTimesItself() throws IOException {
        byte[] bytes = new byte[(8 << 20) + Integer.BYTES];
        ByteBuffer.wrap(bytes).putInt(8 << 20);
        FrameInput input = input(bytes);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(Frames.codec("length-header").decode(input)).hasSize(8 << 20);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(3L * (8 << 20));
    }
}
