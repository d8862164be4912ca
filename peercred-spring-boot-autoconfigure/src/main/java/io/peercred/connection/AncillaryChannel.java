package io.peercred.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.spi.AbstractInterruptibleChannel;

import org.jspecify.annotations.Nullable;

import io.peercred.platform.AncillaryData;
import io.peercred.platform.Errno;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.Ucred;

/**
 * Reads and writes a connection together with what travels beside its bytes, which junixsocket drops. An interruption
 * ends the connection, as with the JDK's channels.
 */
final class AncillaryChannel extends AbstractInterruptibleChannel {

    private static final int[] NONE = {};

    private final Descriptor descriptor;
    private final AncillaryData data;

    AncillaryChannel(Descriptor descriptor, boolean receiveDescriptors) {
        this.descriptor = descriptor;
        this.data = new AncillaryData(receiveDescriptors);
    }

    /** What came beside the bytes of the last read. */
    AncillaryData data() {
        return this.data;
    }

    /** Reads; 0 where nothing came within SO_RCVTIMEO or the buffer is full, -1 at the end of the stream. */
    int read(ByteBuffer target) throws IOException {
        if (!target.hasRemaining()) {
            return 0;
        }
        boolean done = false;
        begin();
        try {
            int count = this.data.receive(this.descriptor.number(), target);
            done = true;
            return count == 0 ? -1 : count;
        } catch (NativeCallException ex) {
            if (ex.errno() != Errno.EAGAIN) {
                throw ex;
            }
            done = true;
            return 0;
        } finally {
            endRead(done);
        }
    }

    /** An interruption takes the place of what was read, also where that came before the end. */
    private void endRead(boolean done) throws IOException {
        boolean handedOver = !done;
        try {
            end(done);
            handedOver = true;
        } finally {
            if (!handedOver) {
                this.data.discardDescriptors();
            }
        }
    }

    /** Writes all that remains. Descriptors go with the first byte, the stated ids with each. */
    void write(ByteBuffer source, @Nullable Ucred sender, int... descriptors) throws IOException {
        int[] passed = descriptors;
        while (source.hasRemaining()) {
            boolean done = false;
            begin();
            try {
                this.data.send(this.descriptor.number(), source, sender, passed);
                done = true;
            } finally {
                end(done);
            }
            passed = NONE;
        }
    }

    @Override
    protected void implCloseChannel() {
        this.descriptor.shutdown();
    }
}
