package io.peercred.testing;

import java.nio.ByteBuffer;

/** A stream that arrives in pieces of given sizes, over and over; after a piece of size 0 nothing comes for a while. */
public final class Chunks {

    private final byte[] stream;
    private final int[] sizes;
    private int at;
    private int turn;

    public Chunks(byte[] stream, int... sizes) {
        this.stream = stream;
        this.sizes = sizes;
    }

    /** Arrives as fast as it is read. */
    public static Chunks whole(byte[] stream) {
        return new Chunks(stream, Integer.MAX_VALUE);
    }

    /** Reads; -1 at the end. */
    public int read(ByteBuffer target) {
        if (this.at == this.stream.length) {
            return -1;
        }
        int size = this.sizes[this.turn % this.sizes.length];
        // All zeros would never end.
        boolean mayPause = this.turn++ % (this.sizes.length + 1) != this.sizes.length;
        int count =
                Math.min(Math.min(size == 0 && !mayPause ? 1 : size, target.remaining()), this.stream.length - this.at);
        target.put(this.stream, this.at, count);
        this.at += count;
        return count;
    }
}
