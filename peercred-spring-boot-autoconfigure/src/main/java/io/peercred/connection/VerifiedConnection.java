package io.peercred.connection;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerPin;
import io.peercred.credentials.PeerProcess;

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
    private final Endpoint endpoint;
    private final PeerCredentials peer;
    private final @Nullable PeerPin pin;
    private final Deadline deadline;
    private final ConnectionSocket socket;
    private final String id;
    private final long since = System.currentTimeMillis();
    private final Traffic traffic = new Traffic();

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
        this.endpoint = endpoint;
        this.peer = peer;
        this.pin = pinned != null ? pinned : ProcessCheck.pinWhenAsked(descriptor);
        this.deadline = deadlines.deadline(descriptor::shutdown);
        this.socket = new ConnectionSocket(
                descriptor, channel, taken, new IoExceptionTranslator(endpoint, peer, this.deadline), this.traffic);
        this.id = endpoint.name() + "-" + COUNT.incrementAndGet();
    }

    /**
     * Takes over a connected descriptor whose peer was accepted, and the hold on its process if there is one already;
     * closes both where it throws.
     *
     * @param closing of what may close slowly; {@code UnixSockets::close} where whoever closes the connection may wait
     */
    static VerifiedConnection adopt(
            int fd,
            Ancillary taken,
            Endpoint endpoint,
            PeerCredentials peer,
            @Nullable PeerPin pinned,
            Deadlines deadlines,
            Descriptor.Closing closing)
            throws IOException {
        VerifiedConnection adopted = null;
        FileDescriptor file = null;
        try {
            // "Unsafe" leaves closing to us: the channel's close(), which an interruption calls on its own thread,
            // shuts the socket down and does not free the number.
            FileDescriptorCast cast = FileDescriptorCast.unsafeUsing(fd);
            file = cast.getFileDescriptor();
            AFUNIXSocketChannel channel = cast.as(AFUNIXSocketChannel.class);
            adopted = new VerifiedConnection(
                    new Descriptor(fd, file, closing), channel, taken, endpoint, peer, pinned, deadlines);
            return adopted;
        } finally {
            if (adopted == null) {
                ProcessCheck.close(pinned);
                if (file != null) { // Else junixsocket has closed it.
                    Descriptor.free(file);
                }
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
        int count = this.socket.read(target);
        while (count == 0 && target.hasRemaining()) {
            count = this.socket.read(target);
        }
        this.socket.discardDescriptors();
        return count;
    }

    /** Writes all that remains in the buffer. */
    @Override
    public int write(ByteBuffer source) throws IOException {
        return this.socket.write(source);
    }

    /** Takes no more from the peer, whose writes fail from now on. What it has written before can still be read. */
    void shutdownInput() throws IOException {
        this.socket.shutdownInput();
    }

    /** Tells the peer that no more will be written; its answer can still be read. */
    public void shutdownOutput() throws IOException {
        this.socket.shutdownOutput();
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
            try {
                ProcessCheck.close(this.pin);
            } finally {
                this.descriptor.close();
            }
        }
    }

    Traffic traffic() {
        return this.traffic;
    }

    /** As of now. By any thread, also of a connection that was closed. */
    ConnectionStatus status() {
        return new ConnectionStatus(
                this.id,
                this.endpoint,
                this.peer,
                Instant.ofEpochMilli(this.since),
                this.traffic.exchanges(),
                this.traffic.bytesReceived(),
                this.traffic.bytesSent());
    }

    /** For what is beyond a stream of bytes. */
    ConnectionSocket socket() {
        return this.socket;
    }

    Descriptor descriptor() {
        return this.descriptor;
    }

    Deadline deadline() {
        return this.deadline;
    }

    /** Asks for what has come, by its number; {@code closed} where that is not ours any more. */
    boolean ask(Descriptor.Query query, boolean closed) throws IOException {
        return this.descriptor.ask(query, closed);
    }

    /** Wakes the owner from whatever it waits for. The descriptor stays its own, and its to close. */
    void abort() {
        this.descriptor.shutdown();
    }

    @Override
    public String toString() {
        return this.id + " with " + this.peer;
    }
}
