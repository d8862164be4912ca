package io.peercred.reliability;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A file in which servers write, at once, which requests they execute, so that it is known also of those that were killed:
 * caller and sequence, eight bytes each.
 */
final class Journal implements AutoCloseable {

    private static final int RECORD = 2 * Long.BYTES;

    private final @Nullable FileOutputStream output;
    private final @Nullable FileChannel input;
    private final Map<Long, BitSet> executed = new HashMap<>();
    private long position;

    private Journal(@Nullable FileOutputStream output, @Nullable FileChannel input) {
        this.output = output;
        this.input = input;
    }

    /** For a server, whose threads may be interrupted: a channel would be closed by that. */
    static Journal toWrite(Path file) throws IOException {
        return new Journal(new FileOutputStream(file.toFile(), true), null);
    }

    /** For who looks what they executed. */
    static Journal toRead(Path file) throws IOException {
        return new Journal(
                null,
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    void write(Exchange exchange) throws IOException {
        ByteBuffer entry =
                ByteBuffer.allocate(RECORD).putLong(exchange.caller()).putLong(exchange.sequence());
        Objects.requireNonNull(this.output).write(entry.array()); // One write(2), to the end: whole, or not at all.
    }

    /** Reads on, and returns how many requests there were; one that was executed twice is wrong. */
    long check(Tally tally) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(RECORD << 12);
        while (Objects.requireNonNull(this.input).read(buffer, this.position) > 0) {
            buffer.flip();
            while (buffer.remaining() >= RECORD) {
                long caller = buffer.getLong();
                long sequence = buffer.getLong();
                BitSet those = this.executed.computeIfAbsent(caller, key -> new BitSet());
                if (those.get(Math.toIntExact(sequence))) {
                    tally.wrong("request " + sequence + " of " + Long.toHexString(caller) + " was executed twice");
                }
                those.set((int) sequence);
                this.position += RECORD;
            }
            buffer.clear();
        }
        tally.requireRight();
        return this.position / RECORD;
    }

    @Override
    public void close() throws IOException {
        try (this.output;
                this.input) {
            this.executed.clear();
        }
    }
}
