package io.peercred.connection;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXSocketChannel;

import io.peercred.platform.AncillaryData;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.StreamSockets;
import io.peercred.platform.Ucred;
import io.peercred.platform.UnixSockets;

/**
 * Reads and writes the socket of a connection: by junixsocket, or by calls of our own where more than bytes travels. No
 * call uses a number that was given away; each fails as {@link IoExceptionTranslator} says.
 *
 * <p>One thread reads and one writes at a time; only one does either where something beside the bytes is taken or sent.
 */
final class ConnectionSocket {

    private final Descriptor descriptor;
    private final AFUNIXSocketChannel channel;
    private final Ancillary taken;
    private final IoExceptionTranslator failures;
    private final Traffic traffic;
    private @Nullable AncillaryChannel ancillary;

    /**
     * Creates one; closing either is the caller's.
     *
     * @param channel over the descriptor
     * @param taken what reading takes of what comes beside the bytes
     * @param traffic counts the bytes
     */
    ConnectionSocket(
            Descriptor descriptor,
            AFUNIXSocketChannel channel,
            Ancillary taken,
            IoExceptionTranslator failures,
            Traffic traffic) {
        this.descriptor = descriptor;
        this.channel = channel;
        this.taken = taken;
        this.failures = failures;
        this.traffic = traffic;
        this.ancillary = taken == Ancillary.NONE ? null : newAncillaryChannel();
    }

    private AncillaryChannel newAncillaryChannel() {
        return new AncillaryChannel(this.descriptor, this.taken == Ancillary.CREDENTIALS_AND_FILES);
    }

    /** Reads; 0 bytes where none came within the socket's SO_RCVTIMEO, if it has one, and -1 at the end of the stream. */
    int read(ByteBuffer target) throws IOException {
        int count = readOnce(target);
        if (count >= 0) {
            return count;
        }
        this.failures.requireInTime();
        if (this.taken != Ancillary.NONE) {
            return count;
        }
        // To junixsocket's channels a time-out is the end of the stream. At the end, reading does not wait.
        if (!isReadable()) {
            return 0;
        }
        count = readOnce(target);
        if (count < 0) {
            this.failures.requireInTime();
        }
        return count;
    }

    private int readOnce(ByteBuffer target) throws IOException {
        this.descriptor.enter();
        try {
            AncillaryChannel beside = this.taken == Ancillary.NONE ? null : this.ancillary;
            int count = beside == null ? this.channel.read(target) : beside.read(target);
            if (count > 0) {
                this.traffic.received(count);
            }
            return count;
        } catch (IOException ex) {
            throw this.failures.translate(ex);
        } finally {
            this.descriptor.exit();
        }
    }

    /** What came beside the bytes of the last read; null where nothing of the kind is taken. */
    @Nullable
    AncillaryData ancillaryData() {
        AncillaryChannel beside = this.taken == Ancillary.NONE ? null : this.ancillary;
        return beside == null ? null : beside.data();
    }

    /** Closes what came beside the last read and was not taken. */
    void discardDescriptors() {
        if (this.ancillary != null && this.taken == Ancillary.CREDENTIALS_AND_FILES) {
            this.ancillary.data().discardDescriptors();
        }
    }

    /** Writes all that remains in the buffer. */
    int write(ByteBuffer source) throws IOException {
        int count = source.remaining();
        this.descriptor.enter();
        try {
            if (this.ancillary != null) {
                this.ancillary.write(source, null); // Where this reads, junixsocket must not close the number.
            }
            while (source.hasRemaining()) {
                this.channel.write(source);
            }
        } catch (IOException ex) {
            throw this.failures.translate(ex);
        } finally {
            this.traffic.sent(count - source.remaining());
            this.descriptor.exit();
        }
        return count;
    }

    /** Writes all that remains, with ids that the kernel checks and descriptors that the peer gets copies of. */
    void write(ByteBuffer source, @Nullable Ucred sender, int... descriptors) throws IOException {
        int start = source.position();
        this.descriptor.enter();
        try {
            AncillaryChannel beside = this.ancillary;
            if (beside == null) {
                beside = newAncillaryChannel();
                this.ancillary = beside;
            }
            beside.write(source, sender, descriptors);
        } catch (NativeCallException ex) {
            throw sender != null && source.position() == start && SenderRefusedException.isReason(ex)
                    ? new SenderRefusedException(sender, ex)
                    : this.failures.translate(ex);
        } catch (IOException ex) {
            throw this.failures.translate(ex);
        } finally {
            this.traffic.sent(source.position() - start);
            this.descriptor.exit();
        }
    }

    /**
     * Writes all that remains if that can be without waiting. By any thread while nobody else writes; an interruption
     * changes nothing.
     *
     * @return false if there was no room for all of it, after which nothing else may be written
     */
    boolean writeAtOnce(ByteBuffer source) throws IOException {
        ByteBuffer direct = ByteBuffer.allocateDirect(source.remaining());
        direct.put(source.duplicate()).flip();
        return this.descriptor.ask(
                fd -> {
                    int count = StreamSockets.sendAtOnce(fd, direct);
                    this.traffic.sent(count);
                    return count == direct.limit();
                },
                false);
    }

    /** Ends the peer's direction; what it has written before can still be read. By any thread; wakes the reader. */
    void shutdownInput() throws IOException {
        this.descriptor.ask(
                fd -> {
                    UnixSockets.shutdownInput(fd);
                    return true;
                },
                false);
    }

    /** Ends our direction; the peer's stays. */
    void shutdownOutput() throws IOException {
        this.descriptor.enter();
        try {
            this.channel.shutdownOutput();
        } catch (IOException ex) {
            throw this.failures.translate(ex);
        } finally {
            this.descriptor.exit();
        }
    }

    /** Whether a read would not wait; after a complete exchange that is the peer's end or bytes nobody asked for. */
    boolean isReadable() throws IOException {
        return !this.channel.isOpen() || this.descriptor.ask(UnixSockets::isReadable, true);
    }

    /** Whether the peer has not read all that was written to it, so that what came cannot be the answer. */
    boolean hasUnreadOutput() throws IOException {
        return this.descriptor.ask(UnixSockets::hasUnreadOutput, false);
    }
}
