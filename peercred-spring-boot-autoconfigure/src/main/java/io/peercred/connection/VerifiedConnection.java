package io.peercred.connection;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.BrokenPipeSocketException;
import org.newsclub.net.unix.ConnectionResetSocketException;
import org.newsclub.net.unix.FileDescriptorCast;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerPin;
import io.peercred.credentials.PeerProcess;
import io.peercred.platform.AncillaryData;
import io.peercred.platform.Errno;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.PidFd;
import io.peercred.platform.Ucred;
import io.peercred.platform.UnixSockets;

/**
 * A connection whose peer was judged and accepted; there is none to anybody else.
 *
 * <p>Reads and writes block until the deadline that the connection was handed out with, and then throw
 * {@link SocketTimeoutException}. One thread reads and one writes at a time. A thread that is interrupted while it waits
 * finds the connection closed.
 */
public final class VerifiedConnection implements ByteChannel {

    private static final AtomicLong COUNT = new AtomicLong();

    private final Descriptor descriptor;
    private final AFUNIXSocketChannel channel;
    private final Ancillary taken;
    private @Nullable AncillaryChannel ancillary;
    private final Endpoint endpoint;
    private final PeerCredentials peer;
    private final @Nullable PeerPin pin;
    private final Deadline deadline;
    private final String id;

    private VerifiedConnection(
            Descriptor descriptor,
            AFUNIXSocketChannel channel,
            Ancillary taken,
            Endpoint endpoint,
            PeerCredentials peer,
            @Nullable PeerPin pinned,
            Deadlines deadlines) {
        this.descriptor = descriptor;
        this.channel = channel;
        this.taken = taken;
        this.ancillary = taken == Ancillary.NONE ? null : newAncillaryChannel();
        this.endpoint = endpoint;
        this.peer = peer;
        this.pin = pinned != null ? pinned : PidFd.isSupported() ? new PeerPin(this::openPidFd) : null;
        this.deadline = deadlines.deadline(this::abort);
        this.id = endpoint.name() + "-" + COUNT.incrementAndGet();
    }

    /** What is taken of what travels beside the bytes; the kernel discards the rest. */
    enum Ancillary {
        NONE,
        CREDENTIALS,
        CREDENTIALS_AND_FILES
    }

    /**
     * Takes over a connected descriptor whose peer was accepted, and the hold on its process if there is one already;
     * closes both where it throws.
     */
    static VerifiedConnection adopt(
            int fd,
            Ancillary taken,
            Endpoint endpoint,
            PeerCredentials peer,
            @Nullable PeerPin pinned,
            Deadlines deadlines)
            throws IOException {
        // "Unsafe" leaves closing to us: the channel's close(), which an interruption calls on its own thread, shuts
        // the
        // socket down and does not free the number.
        FileDescriptorCast cast = FileDescriptorCast.unsafeUsing(fd);
        FileDescriptor file = cast.getFileDescriptor();
        AFUNIXSocketChannel channel = null;
        try {
            channel = cast.as(AFUNIXSocketChannel.class);
            return new VerifiedConnection(new Descriptor(fd, file), channel, taken, endpoint, peer, pinned, deadlines);
        } finally {
            if (channel == null) {
                ProcessCheck.close(pinned);
                Descriptor.free(file);
            }
        }
    }

    /** Who is at the other end. */
    public PeerCredentials peer() {
        return this.peer;
    }

    /** The process at the other end; null before Linux 6.5. It tells nothing more once this connection is closed. */
    public @Nullable PeerProcess process() {
        return this.pin == null ? null : this.pin.process();
    }

    /** The hold on that process, for those who watch over the connection. */
    @Nullable
    PeerPin pin() {
        return this.pin;
    }

    private PidFd openPidFd() throws IOException {
        PidFd[] opened = new PidFd[1];
        boolean open = this.descriptor.ask(
                number -> {
                    opened[0] = PidFd.ofPeer(number);
                    return true;
                },
                false);
        if (!open) {
            throw new ClosedChannelException();
        }
        return opened[0];
    }

    /** The endpoint that the connection belongs to. */
    public Endpoint endpoint() {
        return this.endpoint;
    }

    /** A name that is unique within the process. */
    public String id() {
        return this.id;
    }

    /** Reads at least one byte, unless the buffer is full; -1 at the end of the stream. */
    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = readWhileLively(target);
        while (count == 0 && target.hasRemaining()) {
            count = readWhileLively(target);
        }
        return count;
    }

    /** Reads like {@link #read}, but 0 bytes where none came within the socket's SO_RCVTIMEO, if it has one. */
    int readWhileLively(ByteBuffer target) throws IOException {
        int count = readOnce(target);
        if (count < 0 && this.taken == Ancillary.NONE) {
            if (this.deadline.hasExpired()) {
                throw timeout();
            }
            // To junixsocket's channels a time-out is the end of the stream. At the end, reading does not wait.
            if (!isReadable()) {
                return 0;
            }
            count = readOnce(target);
        }
        if (count < 0 && this.deadline.hasExpired()) {
            throw timeout();
        }
        return count;
    }

    private int readOnce(ByteBuffer target) throws IOException {
        this.descriptor.enter();
        try {
            AncillaryChannel beside = this.taken == Ancillary.NONE ? null : this.ancillary;
            return beside == null ? this.channel.read(target) : beside.read(target);
        } catch (IOException ex) {
            throw translate(ex);
        } finally {
            this.descriptor.exit();
        }
    }

    /** Writes all that remains in the buffer. */
    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = 0;
        this.descriptor.enter();
        try {
            if (this.ancillary != null) {
                count = source.remaining();
                this.ancillary.write(source, null); // Where this reads, junixsocket must not close the number.
            }
            while (source.hasRemaining()) {
                count += this.channel.write(source);
            }
        } catch (IOException ex) {
            throw translate(ex);
        } finally {
            this.descriptor.exit();
        }
        return count;
    }

    /** Writes all that remains, with ids that the kernel checks and descriptors that the peer gets copies of. */
    void write(ByteBuffer source, @Nullable Ucred sender, int... descriptors) throws IOException {
        this.descriptor.enter();
        try {
            AncillaryChannel beside = this.ancillary;
            if (beside == null) {
                beside = newAncillaryChannel();
                this.ancillary = beside;
            }
            beside.write(source, sender, descriptors);
        } catch (NativeCallException ex) {
            throw sender != null && SenderRefusedException.isReason(ex)
                    ? new SenderRefusedException(sender, ex)
                    : translate(ex);
        } catch (IOException ex) {
            throw translate(ex);
        } finally {
            this.descriptor.exit();
        }
    }

    private AncillaryChannel newAncillaryChannel() {
        return new AncillaryChannel(this.descriptor, this.taken == Ancillary.CREDENTIALS_AND_FILES);
    }

    /** What came beside the bytes of the last read; null where nothing of the kind is taken. */
    @Nullable
    AncillaryData ancillaryData() {
        AncillaryChannel beside = this.taken == Ancillary.NONE ? null : this.ancillary;
        return beside == null ? null : beside.data();
    }

    /** Tells the peer that no more will be written; its answer can still be read. */
    public void shutdownOutput() throws IOException {
        this.descriptor.enter();
        try {
            this.channel.shutdownOutput();
        } catch (IOException ex) {
            throw translate(ex);
        } finally {
            this.descriptor.exit();
        }
    }

    /** A stream of what {@link #read} reads. */
    public InputStream inputStream() {
        return Channels.newInputStream(this);
    }

    /** A stream to what {@link #write} writes; not buffered. */
    public OutputStream outputStream() {
        return Channels.newOutputStream(this);
    }

    @Override
    public boolean isOpen() {
        return this.channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        this.deadline.close();
        try {
            this.channel.close();
        } finally {
            ProcessCheck.close(this.pin);
            this.descriptor.close();
        }
    }

    Deadline deadline() {
        return this.deadline;
    }

    /** Whether a read would not wait; after a complete exchange that is the peer's end or bytes nobody asked for. */
    boolean isReadable() throws IOException {
        return !isOpen() || this.descriptor.ask(UnixSockets::isReadable, true);
    }

    /** Whether the peer has not read all that was written to it, so that what came cannot be the answer. */
    boolean hasUnreadOutput() throws IOException {
        return this.descriptor.ask(UnixSockets::hasUnreadOutput, false);
    }

    /** Asks for what has come, by its number; {@code closed} where that is not ours any more. */
    boolean ask(Descriptor.Query query, boolean closed) throws IOException {
        return this.descriptor.ask(query, closed);
    }

    /** Wakes the owner from whatever it waits for. The descriptor stays its own, and its to close. */
    void abort() {
        this.descriptor.shutdown();
    }

    private IOException translate(IOException ex) {
        if (this.deadline.hasExpired()) {
            return timeout();
        }
        if (ex instanceof BrokenPipeSocketException
                || ex instanceof ConnectionResetSocketException
                || ex instanceof NativeCallException call
                        && (call.errno() == Errno.EPIPE || call.errno() == Errno.ECONNRESET)) {
            return new PeerClosedException("The peer of " + this.endpoint + " closed the connection", ex);
        }
        if (ex instanceof ClosedByInterruptException) {
            InterruptedIOException interrupted =
                    new InterruptedIOException("Interrupted during an exchange with the peer of " + this.endpoint);
            interrupted.initCause(ex);
            return interrupted;
        }
        return ex;
    }

    private SocketTimeoutException timeout() {
        return new SocketTimeoutException("The peer of " + this.endpoint + " (" + this.peer + ") took too long");
    }

    @Override
    public String toString() {
        return this.id + " with " + this.peer;
    }
}
