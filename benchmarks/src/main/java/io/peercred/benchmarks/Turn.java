package io.peercred.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import org.jspecify.annotations.Nullable;

/**
 * This process's turn to measure. What is compared runs at the same time in processes of its own, each of which measures
 * for an iteration while the others wait; so whatever else the machine does meets all of them. Without {@link Turns} it
 * is always one's turn.
 */
final class Turn {

    static final byte MEASURE = 0;
    static final byte WARM_UP = 1;

    private static final String PATH = System.getProperty(Turns.PROPERTY, "");

    private static @Nullable SocketChannel turns;
    private static int inside;

    private Turn() {}

    /** Waits for the turn to measure; the threads of a benchmark take it together. */
    static void take() throws IOException {
        take(MEASURE);
    }

    /** Waits for the turn to {@link #WARM_UP}, which comes as soon as nobody else has it, or to {@link #MEASURE}. */
    static synchronized void take(byte purpose) throws IOException {
        if (inside++ > 0 || PATH.isEmpty()) {
            return;
        }
        if (turns == null) {
            turns = SocketChannel.open(UnixDomainSocketAddress.of(PATH));
        }
        turns.write(ByteBuffer.wrap(new byte[] {purpose}));
        if (turns.read(ByteBuffer.allocate(1)) < 0) {
            throw new EOFException("the others have failed");
        }
    }

    /** Ends it, when the last thread says so. */
    static synchronized void give() throws IOException {
        if (--inside == 0 && turns != null) {
            turns.write(ByteBuffer.allocate(1));
        }
    }
}
